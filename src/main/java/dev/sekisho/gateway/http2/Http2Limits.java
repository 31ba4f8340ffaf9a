package dev.sekisho.gateway.http2;

/// What one connection may do.
///
/// `listBytes` is what a header list may take before it is not even read. A response of which fewer
/// than `stallBytes` are taken in `stallTicks`, although there are more, is given up.
public record Http2Limits(
        int streams, int requests, long listBytes, int crumbs, long stallTicks, long stallBytes) {}
