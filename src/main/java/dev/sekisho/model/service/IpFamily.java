package dev.sekisho.model.service;

/// Rules are made for each family of addresses on its own.
public enum IpFamily {
    IPV4,
    IPV6
}
