package dev.sekisho.serviceproxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A process in a network namespace that serves and asks, told by lines on standard input: `listen
/// PORT NAME` and `tcp|udp|kept|sctp ADDRESS PORT`; each is answered by a line. A server listens
/// for all three protocols, and says its name and the address of whoever asks. `kept` is UDP from a
/// port that stays the same.
final class NamespaceWorker {

    private static final int PATIENCE_MILLIS = 700;
    private static final int KEPT_PORT = 4321;

    private NamespaceWorker() {}

    public static void main(String... args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(obey(line.split(" ", -1)));
        }
        System.exit(0);
    }

    private static String obey(String... words) throws IOException {
        return switch (words[0]) {
            case "listen" -> listen(Integer.parseInt(words[1]), words[2]);
            case "tcp" -> tcp(InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
            case "sctp" -> sctp(InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
            case "kept" -> kept(InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
            default -> udp(InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
        };
    }

    private static String listen(int port, String name) throws IOException {
        var tcp = new ServerSocket(port, 50, InetAddress.getByName("::"));
        var udp = new DatagramSocket(port);
        Thread.ofPlatform().daemon().start(() -> serve(tcp, name));
        Thread.ofPlatform().daemon().start(() -> serve(udp, name));
        SctpWire.listen(port, client -> answer(name, client));
        return "listening";
    }

    private static void serve(ServerSocket server, String name) {
        while (true) {
            try (var client = server.accept()) {
                client.getOutputStream().write(answer(name, client.getInetAddress()));
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    private static void serve(DatagramSocket server, String name) {
        while (true) {
            try {
                var packet = new DatagramPacket(new byte[64], 64);
                server.receive(packet);
                packet.setData(answer(name, packet.getAddress()));
                server.send(packet);
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    private static byte[] answer(String name, InetAddress client) {
        return (name + " " + client.getHostAddress()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String tcp(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            return text(socket.getInputStream().readAllBytes());
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketTimeoutException e) {
            return "silence";
        }
    }

    private static String udp(InetAddress address, int port) throws IOException {
        try (var socket = new DatagramSocket()) {
            return ask(socket, address, port);
        }
    }

    private static String kept(InetAddress address, int port) throws IOException {
        try (var socket = new DatagramSocket(KEPT_PORT)) {
            return ask(socket, address, port);
        }
    }

    private static String ask(DatagramSocket socket, InetAddress address, int port)
            throws IOException {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, port);
            socket.send(new DatagramPacket(new byte[1], 1));
            var packet = new DatagramPacket(new byte[64], 64);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        } catch (PortUnreachableException e) {
            return "refused";
        } catch (SocketTimeoutException e) {
            return "silence";
        }
    }

    private static String sctp(InetAddress address, int port) throws IOException {
        try {
            return SctpWire.ask(address, port, PATIENCE_MILLIS);
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketTimeoutException e) {
            return "silence";
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
