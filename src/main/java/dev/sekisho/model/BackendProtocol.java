package dev.sekisho.model;

/// What the pods of a backend speak.
public enum BackendProtocol {
    HTTP1
}
