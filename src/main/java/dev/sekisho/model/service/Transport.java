package dev.sekisho.model.service;

/// The protocols that Services can have.
public enum Transport {
    TCP,
    UDP,
    SCTP
}
