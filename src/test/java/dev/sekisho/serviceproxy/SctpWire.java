package dev.sekisho.serviceproxy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.zip.CRC32C;

/// The first two packets of an SCTP association (RFC 9260, 5.1) by raw sockets, so that SCTP can be
/// tried on kernels that cannot speak it themselves. The answer's cookie says who answered whom.
final class SctpWire {

    private static final int RAW = 3;
    private static final int SCTP = 132;
    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int REFUSED = 111;
    private static final short POLLIN = 1;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int COMMON_HEADER = 12;
    private static final int CHUNK = 20;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CONNECT = call("connect", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle POLL = call("poll", ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle SENDTO =
            call("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVFROM =
            call("recvfrom", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);

    private SctpWire() {}

    @SuppressWarnings("restricted") // raw sockets are nothing that Java has
    private static MethodHandle call(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, parameters),
                Linker.Option.captureCallState("errno"));
    }

    /// Answers whoever begins an association with a port, in both families, until the process ends.
    static void listen(int port, Function<InetAddress, byte[]> answer) {
        for (var family : new int[] {INET, INET6}) {
            Thread.ofPlatform().daemon().start(() -> serve(family, port, answer));
        }
    }

    private static void serve(int family, int port, Function<InetAddress, byte[]> answer) {
        try (var socket = new Socket(family)) {
            while (true) {
                var packet = socket.receive();
                var head = packet.head();
                if (head.getShort(2) == (short) port && head.get(COMMON_HEADER) == INIT) {
                    var reply = reply(head, answer.apply(packet.from()));
                    socket.send(packet.from(), reply);
                }
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    /// Begins an association; what the answer's cookie says.
    static String ask(InetAddress address, int port, int patienceMillis) throws IOException {
        var from = (short) (20_000 + System.nanoTime() % 40_000);
        try (var socket = new Socket(address instanceof Inet4Address ? INET : INET6)) {
            socket.connect(address);
            socket.send(address, packet(from, (short) port, 0, INIT, new byte[0]));
            while (true) {
                socket.await(patienceMillis);
                var head = socket.receive().head();
                if (head.getShort(2) == from && head.get(COMMON_HEADER) == INIT_ACK) {
                    var length = Short.toUnsignedInt(head.getShort(COMMON_HEADER + CHUNK + 2));
                    var cookie = new byte[length - 4];
                    head.get(COMMON_HEADER + CHUNK + 4, cookie);
                    return new String(cookie, StandardCharsets.US_ASCII);
                }
            }
        }
    }

    private static byte[] reply(ByteBuffer asked, byte[] cookie) {
        var tag = asked.getInt(COMMON_HEADER + 4);
        return packet(asked.getShort(2), asked.getShort(0), tag, INIT_ACK, cookie);
    }

    private static byte[] packet(short from, short to, int tag, int type, byte[] cookie) {
        var parameter = cookie.length == 0 ? 0 : 4 + cookie.length;
        var padded = (parameter + 3) / 4 * 4;
        var packet = ByteBuffer.allocate(COMMON_HEADER + CHUNK + padded);
        packet.putShort(from).putShort(to).putInt(tag).putInt(0);
        packet.put((byte) type).put((byte) 0).putShort((short) (CHUNK + parameter));
        packet.putInt(0x5eed).putInt(65_536).putShort((short) 1).putShort((short) 1).putInt(1);
        if (parameter > 0) {
            packet.putShort((short) 7).putShort((short) parameter).put(cookie);
        }
        var checksum = new CRC32C();
        checksum.update(packet.array());
        packet.order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) checksum.getValue());
        return packet.array();
    }

    private record Received(InetAddress from, ByteBuffer head) {}

    private static final class Socket implements AutoCloseable {

        private final Arena arena = Arena.ofConfined();
        private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
        private final MemorySegment buffer = arena.allocate(2048);
        private final int family;
        private final int descriptor;

        Socket(int family) throws IOException {
            this.family = family;
            this.descriptor = run(() -> (int) SOCKET.invoke(errno, family, RAW, SCTP));
        }

        private interface Call {
            int now() throws Throwable;
        }

        private int run(Call call) throws IOException {
            try {
                var result = call.now();
                if (result >= 0) {
                    return result;
                }
            } catch (Throwable e) {
                throw new IOException(e);
            }
            var number = errno.get(JAVA_INT, 0);
            if (number == REFUSED) {
                throw new ConnectException("refused");
            }
            throw new IOException("errno " + number);
        }

        void connect(InetAddress to) throws IOException {
            var address = address(to);
            run(() -> (int) CONNECT.invoke(errno, descriptor, address, (int) address.byteSize()));
        }

        void send(InetAddress to, byte[] bytes) throws IOException {
            var address = address(to);
            var data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            run(() ->
                    (int)
                            SENDTO.invoke(
                                    errno,
                                    descriptor,
                                    data,
                                    (long) bytes.length,
                                    0,
                                    address,
                                    (int) address.byteSize()));
        }

        void await(int millis) throws IOException {
            var poll = arena.allocate(8, 4);
            poll.set(JAVA_INT, 0, descriptor);
            poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            if (run(() -> (int) POLL.invoke(errno, poll, 1L, millis)) == 0) {
                throw new SocketTimeoutException();
            }
        }

        /// IPv4 has its header before the data, IPv6 has not.
        Received receive() throws IOException {
            var from = arena.allocate(28, 4);
            var size = arena.allocateFrom(JAVA_INT, 28);
            var length =
                    run(() ->
                            (int)
                                    RECVFROM.invoke(
                                            errno,
                                            descriptor,
                                            buffer,
                                            buffer.byteSize(),
                                            0,
                                            from,
                                            size));
            var start = family == INET ? (buffer.get(ValueLayout.JAVA_BYTE, 0) & 15) * 4 : 0;
            var bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            var data = ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, length));
            return new Received(source(from), data);
        }

        private InetAddress source(MemorySegment from) throws UnknownHostException {
            var isIpv4 = family == INET;
            var address = from.asSlice(isIpv4 ? 4 : 8, isIpv4 ? 4 : 16);
            return InetAddress.getByAddress(address.toArray(ValueLayout.JAVA_BYTE));
        }

        private MemorySegment address(InetAddress to) {
            var isIpv4 = family == INET;
            var address = arena.allocate(isIpv4 ? 16 : 28, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) family);
            MemorySegment.copy(
                    MemorySegment.ofArray(to.getAddress()),
                    0,
                    address,
                    isIpv4 ? 4 : 8,
                    isIpv4 ? 4 : 16);
            return address;
        }

        @Override
        public void close() throws IOException {
            run(() -> (int) CLOSE.invoke(errno, descriptor));
            arena.close();
        }
    }
}
