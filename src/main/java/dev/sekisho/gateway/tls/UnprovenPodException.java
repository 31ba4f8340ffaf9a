package dev.sekisho.gateway.tls;

import java.security.cert.CertificateException;

/// A pod has not proved that it is who we mean to talk to.
final class UnprovenPodException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final BackendTlsFailure failure;

    UnprovenPodException(BackendTlsFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    BackendTlsFailure failure() {
        return failure;
    }
}
