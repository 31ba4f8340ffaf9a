package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.EmptyHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client of HTTP/2 that sends exactly the frames it is told to, and keeps no rule by itself.
final class FrameClient implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int NO_FLAGS = 0;
    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    static final int CALM = 11;

    private static final int PATIENCE_MILLIS = 8000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    /// A frame that came; `text` is its payload, an octet each character.
    record Frame(int type, int flags, int stream, String text) {

        boolean ends() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /// The error of a `RST_STREAM` or `GOAWAY`, the increment of a `WINDOW_UPDATE`.
        int number() {
            return payload().getInt(type == GOAWAY ? 4 : 0);
        }

        int lastStream() {
            return payload().getInt(0);
        }

        ByteBuf payload() {
            return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        }

        int length() {
            return text.length();
        }
    }

    /// A response: its heads, its body and its trailers.
    record Answer(Http2Headers head, String body, Http2Headers trailers) {

        int status() {
            return Integer.parseInt(head.status().toString());
        }
    }

    FrameClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /// Connects, and has said hello.
    static FrameClient connect(int port) throws IOException {
        return new FrameClient(new Socket(InetAddress.getLoopbackAddress(), port)).hello();
    }

    FrameClient hello(int... settings) throws IOException {
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        settings(settings);
        return this;
    }

    void settings(int... pairs) throws IOException {
        ByteBuf payload = Unpooled.buffer();
        for (int i = 0; i < pairs.length; i += 2) {
            payload.writeShort(pairs[i]).writeInt(pairs[i + 1]);
        }
        frame(SETTINGS, NO_FLAGS, 0, bytes(payload));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    void frame(int type, int flags, int stream, byte... payload) throws IOException {
        out.write(bytes(framed(type, flags, stream, payload)));
    }

    private static ByteBuf framed(int type, int flags, int stream, byte... payload) {
        return Unpooled.buffer(9 + payload.length)
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
    }

    void data(int stream, String text, int flags) throws IOException {
        frame(DATA, flags, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void number(int type, int stream, int number) throws IOException {
        frame(type, NO_FLAGS, stream, bytes(Unpooled.buffer().writeInt(number)));
    }

    void ping(long data) throws IOException {
        frame(PING, NO_FLAGS, 0, bytes(Unpooled.buffer().writeLong(data)));
    }

    /// Fields as literals that nobody has to remember: name, value, name, value.
    static byte[] block(String... fields) {
        ByteBuf block = Unpooled.buffer();
        for (int i = 0; i < fields.length; i += 2) {
            block.writeByte(0);
            string(fields[i], block);
            string(fields[i + 1], block);
        }
        return bytes(block);
    }

    private static void string(String text, ByteBuf out) {
        int length = text.length();
        if (length < 127) {
            out.writeByte(length);
        } else {
            out.writeByte(127);
            int rest = length - 127;
            while (rest >= 128) {
                out.writeByte((rest & 127) | 128);
                rest >>>= 7;
            }
            out.writeByte(rest);
        }
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    /// The four fields of a request to `shop.test`, and more.
    static String[] request(String method, String path, String... more) {
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                ":method",
                                method,
                                ":scheme",
                                "http",
                                ":path",
                                path,
                                ":authority",
                                "shop.test"));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    void headers(int stream, int flags, String... fields) throws IOException {
        frame(HEADERS, flags | END_HEADERS, stream, block(fields));
    }

    void get(int stream, String path, String... more) throws IOException {
        headers(stream, END_STREAM, request("GET", path, more));
    }

    /// So many requests in one piece, so that they arrive together; the first stream is 1.
    void getAtOnce(int count, String path) throws IOException {
        ByteBuf frames = Unpooled.buffer();
        for (int id = 1; id < 2 * count; id += 2) {
            byte[] block = block(request("GET", path));
            frames.writeBytes(framed(HEADERS, END_STREAM | END_HEADERS, id, block));
        }
        out.write(bytes(frames));
    }

    /// So many requests that are reset in the same piece.
    void resetAtOnce(int count) throws IOException {
        ByteBuf frames = Unpooled.buffer();
        for (int id = 1; id < 2 * count; id += 2) {
            byte[] block = block(request("POST", "/"));
            frames.writeBytes(framed(HEADERS, END_HEADERS, id, block));
            frames.writeBytes(framed(RESET, NO_FLAGS, id, new byte[] {0, 0, 0, 8}));
        }
        out.write(bytes(frames));
    }

    /// The next frame; null at the end of the connection.
    @Nullable Frame read() throws IOException {
        try {
            int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            return new Frame(type, flags, stream, new String(payload, StandardCharsets.ISO_8859_1));
        } catch (EOFException | SocketException end) {
            return null;
        }
    }

    /// The next frame that is such; others are passed over.
    Frame await(Predicate<Frame> such) throws IOException {
        while (true) {
            Frame frame = read();
            if (frame == null) {
                throw new EOFException("the connection ended first");
            }
            if (such.test(frame)) {
                return frame;
            }
        }
    }

    Frame await(int type, int stream) throws IOException {
        return await(frame -> frame.type() == type && frame.stream() == stream);
    }

    /// The block of a `HEADERS` frame.
    Http2Headers decode(Frame frame) throws IOException {
        try {
            return decoder.decodeHeaders(frame.stream(), frame.payload());
        } catch (Http2Exception malformed) {
            throw new IOException(malformed);
        }
    }

    /// The whole response on a stream; interim ones are passed over.
    Answer answer(int stream) throws IOException {
        Frame frame = await(HEADERS, stream);
        Http2Headers head = decode(frame);
        while (head.status().charAt(0) == '1') {
            frame = await(HEADERS, stream);
            head = decode(frame);
        }
        Http2Headers trailers = EmptyHttp2Headers.INSTANCE;
        StringBuilder body = new StringBuilder();
        while (!frame.ends()) {
            frame = await(f -> f.stream() == stream && f.type() <= RESET);
            switch (frame.type()) {
                case DATA -> body.append(frame.text());
                case HEADERS -> trailers = decode(frame);
                default -> throw new IOException("reset with " + frame.number());
            }
        }
        return new Answer(head, body.toString(), trailers);
    }

    /// A response whose head has `END_STREAM`.
    Http2Headers headOnly(int stream) throws IOException {
        Frame frame = await(HEADERS, stream);
        if (!frame.ends()) {
            throw new IOException("there is more");
        }
        return decode(frame);
    }

    /// Reads to the end of the connection: the last `GOAWAY`.
    Frame goAway() throws IOException {
        Frame last = await(GOAWAY, 0);
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.type() == GOAWAY) {
                last = frame;
            }
        }
        return last;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
