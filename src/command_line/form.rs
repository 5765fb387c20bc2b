//! A form of several parts (RFC 7578), as `POST /imports` takes it.

use uuid::Uuid;

/// The parts of a form, as bytes.
#[derive(Debug)]
pub(super) struct Form {
    boundary: String,
    bytes: Vec<u8>,
}

impl Default for Form {
    fn default() -> Self {
        // Drawn at random, so that no file holds it.
        #[allow(clippy::disallowed_methods, reason = "this is the service's command line")]
        let boundary = format!("thirdplace-{}", Uuid::new_v4().simple());
        Self { boundary, bytes: Vec::new() }
    }
}

impl Form {
    /// Adds a part.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) {
        let head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n",
            self.boundary
        );
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// The form's type, with its boundary.
    pub(super) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The whole form.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        self.bytes
    }
}
