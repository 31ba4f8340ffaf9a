package dev.sekisho.model;

/// A version of HTTP that is spoken to pods.
public enum HttpVersion {
    HTTP_1_1,
    HTTP_2
}
