package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// What our own errors are called in gRPC: clients of it look for a `grpc-status`, not for the
/// status of HTTP.
///
/// The numbers are those that gRPC gives to a response without one (its HTTP to gRPC status code
/// mapping), but for what is known better here: too much was sent, or the time is over.
final class GrpcStatus {

    private static final int OK = 200;
    private static final int FIRST_ERROR = 400;

    /// The client asks again on another connection; only HTTP has a word for that.
    private static final int MISDIRECTED = 421;

    private static final int UNKNOWN = 2;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private static final byte[] TYPE = ascii("application/grpc");
    private static final byte[] HEAD = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] STATUS = ascii("Content-Type: application/grpc\r\nGrpc-Status: ");
    private static final byte[] MESSAGE = ascii("Grpc-Message: ");
    private static final byte[] LATE =
            ascii(
                    "Grpc-Status: "
                            + DEADLINE_EXCEEDED
                            + "\r\nGrpc-Message: "
                            + Answers.line(Answer.of(504))
                            + "\r\n\r\n");

    private GrpcStatus() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Whether the client of this exchange is told this answer in gRPC. One that waits for a tunnel
    /// would take the 200 of it for that.
    static boolean isFor(Exchange exchange, Answer answer) {
        return answer.status() >= FIRST_ERROR
                && answer.status() != MISDIRECTED
                && isGrpc(exchange.request())
                && !exchange.client().expectsTunnel();
    }

    /// `application/grpc`, with a suffix or parameters, is gRPC; `application/grpc-web` is not.
    static boolean isGrpc(RequestHead request) {
        int field = request.only(KnownName.CONTENT_TYPE);
        return field >= 0
                && isType(request.bytes(), request.valueStart(field), request.valueEnd(field));
    }

    static boolean isGrpc(ResponseHead response) {
        int field = response.only(KnownName.CONTENT_TYPE);
        return field >= 0
                && isType(response.bytes(), response.valueStart(field), response.valueEnd(field));
    }

    private static boolean isType(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < TYPE.length) {
            return false;
        }
        for (int i = 0; i < TYPE.length; i++) {
            byte octet = bytes[start + i];
            byte lower = octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
            if (lower != TYPE[i]) {
                return false;
            }
        }
        return length == TYPE.length || "+; ".indexOf(bytes[start + TYPE.length]) >= 0;
    }

    /// The trailers of a call that has begun to answer and has had its time.
    static ByteBuf deadlineExceeded() {
        return Unpooled.wrappedBuffer(LATE);
    }

    /// Puts the answer into the loop's writer, as the head that is all of it; says its status in
    /// HTTP.
    static int write(Exchange exchange, Answer answer, GatewayLoop loop) {
        HeadWriter out = loop.writer();
        out.clear();
        out.put(HEAD);
        out.put(DownstreamHead.server());
        out.put(loop.date());
        out.put(STATUS);
        out.decimal(of(answer.status(), exchange.isLate()));
        out.crlf();
        out.put(MESSAGE);
        out.put(ascii(Answers.line(answer)));
        out.crlf();
        out.crlf();
        return OK;
    }

    /// `late` says whether a time-out is one of an answer, and not of a connection.
    static int of(int status, boolean late) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 408 -> DEADLINE_EXCEEDED;
            case 413, 431 -> RESOURCE_EXHAUSTED;
            case 429, 502, 503 -> UNAVAILABLE;
            case 504 -> late ? DEADLINE_EXCEEDED : UNAVAILABLE;
            default -> UNKNOWN;
        };
    }
}
