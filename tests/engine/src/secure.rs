//! TLS of a cluster: an authority of its own, and one certificate for all its nodes.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::sync::Arc;

/// What a cluster with TLS has.
#[derive(Clone, Debug)]
pub(crate) struct Secured {
    pub(crate) config: Arc<ServerConfig>,
    /// The authority's certificate, as PEM.
    pub(crate) authority: String,
}

impl Secured {
    /// Certificates for nodes on this machine.
    pub(crate) fn new() -> Self {
        Self::made().expect("certificates of fixed content can be made")
    }

    fn made() -> Result<Self, Box<dyn std::error::Error>> {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.distinguished_name.push(DnType::CommonName, "An authority for a test");
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate()?;
        let pem = authority.self_signed(&key)?.pem();
        let issuer = Issuer::new(authority, key);

        let mut node = CertificateParams::new(vec!["127.0.0.1".to_owned()])?;
        node.distinguished_name.push(DnType::CommonName, "A node for a test");
        let key = KeyPair::generate()?;
        let certificate = node.signed_by(&key, &issuer)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Self { config: Arc::new(config), authority: pem })
    }
}
