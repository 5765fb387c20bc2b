//! TLS as the client sets it up, tried beforehand: over files that are none of what they should be the
//! client panics at every attempt, and of a handshake that fails it says only that it did not connect.

use eventstore::ClientSettings;
use rustls::{
    ClientConfig, ClientConnection, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use std::{
    io::ErrorKind,
    net::{TcpStream, ToSocketAddrs},
    sync::Arc,
    time::Duration,
};

/// For each step of a handshake that is tried out.
const STEP_MAX: Duration = Duration::from_secs(2);

/// How handshakes are made, and with whom.
#[derive(Debug)]
pub(super) struct Tls {
    config: Arc<ClientConfig>,
    hosts: Vec<(String, u16)>,
}

impl Tls {
    /// What the client would use; nothing where it takes any certificate, or uses no TLS. An error names
    /// the option whose file is not what it should be.
    pub(super) fn of(settings: &ClientSettings) -> Result<Option<Self>, String> {
        let is_used = settings.is_secure_mode_enabled();
        let mut roots = RootCertStore::empty();
        match settings.tls_ca_file() {
            Some(file) => {
                for certificate in certificates("tlsCaFile", file)? {
                    let added = roots.add(certificate);
                    added.map_err(|error| format!("tlsCaFile={file} is not usable: {error}"))?;
                }
            }
            // The client reads them also where it uses no TLS.
            None => {
                let trusted = rustls_native_certs::load_native_certs();
                if let Some(error) = trusted.errors.first() {
                    return Err(format!(
                        "what this machine trusts cannot be read ({error}); name a tlsCaFile"
                    ));
                }
                for certificate in trusted.certs {
                    let added = roots.add(certificate);
                    added.map_err(|error| {
                        format!("a certificate that this machine trusts is not usable: {error}")
                    })?;
                }
            }
        }
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots);
        let mut config = match settings.user_certificate() {
            None => config.with_no_client_auth(),
            Some((certificate, key)) => {
                let chain = certificates("userCertFile", certificate)?;
                let private = PrivateKeyDer::from_pem_file(key).map_err(|error| {
                    format!("userKeyFile={key} is not a private key as PEM: {error}")
                })?;
                config.with_client_auth_cert(chain, private).map_err(|error| {
                    format!("userCertFile={certificate} and userKeyFile={key} do not fit: {error}")
                })?
            }
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        let hosts = settings.hosts().iter().filter_map(|host| {
            Some((host.host.trim_matches(['[', ']']).to_owned(), host.port.try_into().ok()?))
        });
        let is_checked = is_used && settings.is_tls_certificate_verification_enabled();
        Ok(is_checked.then(|| Self { config: Arc::new(config), hosts: hosts.collect() }))
    }

    /// What goes wrong at a handshake with the first host that is there, where something does. Blocks.
    pub(super) fn fault(&self) -> Option<String> {
        let reached = self.hosts.iter().find_map(|(host, port)| {
            let address = (host.as_str(), *port).to_socket_addrs().ok()?.next()?;
            Some((host, port, TcpStream::connect_timeout(&address, STEP_MAX).ok()?))
        });
        let (host, port, mut stream) = reached?;
        stream.set_read_timeout(Some(STEP_MAX)).ok()?;
        stream.set_write_timeout(Some(STEP_MAX)).ok()?;
        let name = ServerName::try_from(host.clone()).ok()?;
        let mut connection = ClientConnection::new(Arc::clone(&self.config), name).ok()?;
        while connection.is_handshaking() {
            match connection.complete_io(&mut stream) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    let told = error.to_string();
                    // Of none that is trusted, or of one that only has the name of one that is.
                    let hint =
                        if ["UnknownIssuer", "BadSignature"].iter().any(|of| told.contains(of)) {
                            "; name the certificate of the authority that issued it with tlsCaFile"
                        } else {
                            ""
                        };
                    return Some(format!("TLS with {host}:{port} fails: {told}{hint}"));
                }
                // Not of TLS.
                Err(_) => return None,
            }
        }
        None
    }
}

/// The certificates of a file.
fn certificates(option: &str, file: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(found) if found.is_empty() => {
            Err(format!("{option}={file} holds no certificate as PEM"))
        }
        Ok(found) => Ok(found),
        Err(error) => Err(format!("{option}={file} cannot be read: {error}")),
    }
}
