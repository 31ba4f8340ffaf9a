package dev.sekisho.model;

/// Why a diagnostic was made: the CamelCase word that users see in Events, logs and `/debug`.
public enum Reason {
    ADDRESS_CONFLICT("AddressConflict"),
    ADDRESS_POOL_EXHAUSTED("AddressPoolExhausted"),
    ADDRESS_UNAVAILABLE("AddressUnavailable"),
    ANNOTATION_WITHOUT_EFFECT("AnnotationWithoutEffect"),
    BACKEND_NOT_FOUND("BackendNotFound"),
    BACKEND_PORT_NOT_FOUND("BackendPortNotFound"),
    BACKEND_PROTOCOL_CONFLICT("BackendProtocolConflict"),
    BACKEND_UNVERIFIED("BackendUnverified"),
    CERTIFICATE_EXPIRED("CertificateExpired"),
    CERTIFICATE_MISMATCH("CertificateMismatch"),
    CLASS_CONFLICT("ClassConflict"),
    CLASS_NOT_FOUND("ClassNotFound"),
    DUPLICATE_OBJECT("DuplicateObject"),
    EXTERNAL_NAME_FORBIDDEN("ExternalNameForbidden"),
    EXTERNAL_NAME_UNRESOLVED("ExternalNameUnresolved"),
    HOST_CONFLICT("HostConflict"),
    INVALID_ADDRESS("InvalidAddress"),
    INVALID_ANNOTATION("InvalidAnnotation"),
    INVALID_BACKEND("InvalidBackend"),
    INVALID_CERTIFICATE("InvalidCertificate"),
    INVALID_ENDPOINT("InvalidEndpoint"),
    INVALID_HOST("InvalidHost"),
    INVALID_OBJECT("InvalidObject"),
    INVALID_PATH("InvalidPath"),
    INVALID_SOURCE_RANGE("InvalidSourceRange"),
    NODE_NOT_FOUND("NodeNotFound"),
    NOT_PROGRAMMED("NotProgrammed"),
    REF_NOT_PERMITTED("RefNotPermitted"),
    RESOURCE_BACKEND("ResourceBackend"),
    SECRET_FORBIDDEN("SecretForbidden"),
    SECRET_NOT_FOUND("SecretNotFound"),
    SECRET_NOT_SAVED("SecretNotSaved"),
    SOURCE_UNREADABLE("SourceUnreadable"),
    UNKNOWN_ANNOTATION("UnknownAnnotation"),
    UNSUPPORTED_KIND("UnsupportedKind");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /// The word as users see it.
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
