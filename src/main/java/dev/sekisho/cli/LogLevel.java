package dev.sekisho.cli;

/// From which severity on the program logs.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
