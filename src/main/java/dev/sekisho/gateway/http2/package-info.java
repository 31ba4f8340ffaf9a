/// HTTP/2 connections of clients: frames, streams, flow control, header lists, and the budget of
/// what no honest client does.
///
/// A request leaves as the HTTP/1.1 message that means the same, and is held to the same rules as
/// one that came as such. Exchanges, routes and pods are unknown here.
@NullMarked
package dev.sekisho.gateway.http2;

import org.jspecify.annotations.NullMarked;
