package dev.sekisho.gateway;

import dev.sekisho.gateway.FrameClient.Frame;
import dev.sekisho.model.Endpoint;
import io.netty.handler.codec.http2.EmptyHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A pod that speaks HTTP/2 as a test scripts it, frame by frame: raw sockets, one virtual thread
/// for each connection.
final class Http2Pod implements AutoCloseable {

    static final int PREFACE_BYTES = 24;

    /// What the pod does with one connection, after both have said hello.
    @FunctionalInterface
    interface Script {
        void serve(FrameClient talk) throws IOException;
    }

    /// A whole request.
    record Request(int stream, Http2Headers head, String body, Http2Headers trailers) {

        String field(String name) {
            CharSequence value = head.get(name);
            return value == null ? "" : value.toString();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final int[] settings;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    private Http2Pod(Script script, int... settings) throws IOException {
        this.script = script;
        this.settings = settings;
        this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static Http2Pod scripted(Script script, int... settings) throws IOException {
        return new Http2Pod(script, settings);
    }

    /// What the pod does with one request.
    @FunctionalInterface
    interface Answer {
        void to(Request request, FrameClient talk) throws IOException;
    }

    /// Answers requests one after the other.
    static Http2Pod answering(Answer answer, int... settings) throws IOException {
        return new Http2Pod(
                talk -> {
                    while (true) {
                        answer.to(request(talk), talk);
                    }
                },
                settings);
    }

    /// Answers requests that come mixed with each other, each when it is whole.
    static Http2Pod mixing(Answer answer, int... settings) throws IOException {
        return new Http2Pod(
                talk -> {
                    Map<Integer, Http2Headers> heads = new HashMap<>();
                    Map<Integer, StringBuilder> bodies = new HashMap<>();
                    while (true) {
                        Frame frame = talk.await(f -> f.type() <= FrameClient.HEADERS);
                        int id = frame.stream();
                        if (frame.type() == FrameClient.HEADERS) {
                            heads.put(id, talk.decode(frame));
                        } else {
                            bodies.computeIfAbsent(id, _ -> new StringBuilder())
                                    .append(frame.text());
                        }
                        if (frame.ends()) {
                            String body = bodies.getOrDefault(id, new StringBuilder()).toString();
                            Http2Headers none = EmptyHttp2Headers.INSTANCE;
                            Http2Headers head = Objects.requireNonNull(heads.get(id));
                            answer.to(new Request(id, head, body, none), talk);
                        }
                    }
                },
                settings);
    }

    /// Answers every request with 200 and this text.
    static Http2Pod saying(String text) throws IOException {
        return answering((request, talk) -> say(talk, request.stream(), text));
    }

    static void say(FrameClient talk, int stream, String text) throws IOException {
        talk.headers(stream, FrameClient.NO_FLAGS, ":status", "200", "x-pod", "h2");
        talk.data(stream, text, FrameClient.END_STREAM);
    }

    /// The next whole request; frames of other streams are passed over meanwhile.
    static Request request(FrameClient talk) throws IOException {
        Frame first = talk.await(frame -> frame.type() == FrameClient.HEADERS);
        return request(talk, first);
    }

    static Request request(FrameClient talk, Frame first) throws IOException {
        int stream = first.stream();
        Http2Headers head = talk.decode(first);
        Http2Headers trailers = EmptyHttp2Headers.INSTANCE;
        StringBuilder body = new StringBuilder();
        Frame frame = first;
        while (!frame.ends()) {
            frame = talk.await(f -> f.stream() == stream && f.type() <= FrameClient.HEADERS);
            if (frame.type() == FrameClient.DATA) {
                body.append(frame.text());
            } else {
                trailers = talk.decode(frame);
            }
        }
        return new Request(stream, head, body.toString(), trailers);
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /// How many connections there have been.
    int connections() {
        return connections.get();
    }

    /// How many have come to their end.
    int ended() {
        return ended.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.getInputStream().readNBytes(PREFACE_BYTES);
            FrameClient talk = new FrameClient(socket);
            talk.settings(settings);
            script.serve(talk);
        } catch (IOException gone) {
            // The other side has closed, or the test is over.
        } finally {
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
