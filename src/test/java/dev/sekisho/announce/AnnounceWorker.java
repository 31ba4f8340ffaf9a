package dev.sekisho.announce;

import static dev.sekisho.announce.ElectionTest.address;

import dev.sekisho.model.address.Announcement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A node of [AnnouncePacketsTest] in its namespace, told by lines on standard input what others
/// there are: `answer NODE ADDRESS...`, `live NODE...`, `tcp ADDRESS PORT`, `stop`.
final class AnnounceWorker {

    private static final FakeMembership MEMBERS = new FakeMembership();
    private static AnnouncePlane plane = plane("nobody");

    private AnnounceWorker() {}

    public static void main(String... args) throws IOException {
        Thread.ofPlatform().daemon().start(AnnounceWorker::listen);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(obey(line.split(" ", -1)));
        }
        System.exit(0);
    }

    private static AnnouncePlane plane(String node) {
        return new AnnouncePlane(node, new HostNetwork(Path.of("/proc/sys")), MEMBERS, () -> true);
    }

    private static String obey(String... words) throws IOException {
        var rest = Arrays.asList(words).subList(1, words.length);
        switch (words[0]) {
            case "answer" -> answer(rest);
            case "live" -> {
                MEMBERS.live(rest);
                plane.changed();
            }
            case "stop" -> plane.close();
            default -> {
                return tcp(InetAddress.getByName(words[1]), Integer.parseInt(words[2]));
            }
        }
        return "done";
    }

    private static void answer(List<String> words) throws IOException {
        new HostNetwork(Path.of("/proc/sys")).prepare();
        plane = plane(words.getFirst());
        plane.apply(
                AnnouncePlaneTest.snapshot(
                        words.stream()
                                .skip(1)
                                .map(it -> address(it))
                                .toArray(Announcement[]::new)));
    }

    /// A program of the node that the address is not for.
    private static void listen() {
        try (var server = new ServerSocket(22, 5, InetAddress.getByName("::"))) {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private static String tcp(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 700);
            return "connected";
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketTimeoutException e) {
            return "silence";
        }
    }
}
