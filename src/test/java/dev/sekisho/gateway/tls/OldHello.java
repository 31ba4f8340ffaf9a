package dev.sekisho.gateway.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Says hello as clients of TLS 1.0 and 1.1 did, which the JDK no longer can.
final class OldHello {

    private OldHello() {}

    /// Reads the server's answer; throws if it is an alert.
    static int answerTo(int port, String protocol) throws IOException {
        int minor = protocol.equals("TLSv1") ? 1 : 2;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(of(minor));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            in.skipBytes(4);
            if (type == 21) {
                in.readUnsignedByte();
                throw new IOException("alert " + in.readUnsignedByte());
            }
            return type;
        }
    }

    static byte[] of(int minor) {
        return of(minor, new byte[0]);
    }

    /// With a server name, as clients of TLS 1.2 say hello.
    static byte[] asking(String name) {
        int length = name.length();
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        extensions.writeBytes(new byte[] {0, (byte) (length + 9)});
        extensions.writeBytes(new byte[] {0, 0, 0, (byte) (length + 5), 0, (byte) (length + 3)});
        extensions.writeBytes(new byte[] {0, 0, (byte) length});
        extensions.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        return of(3, extensions.toByteArray());
    }

    private static byte[] of(int minor, byte[] extensions) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(3);
        body.write(minor);
        body.writeBytes(new byte[32]);
        body.write(0);
        body.writeBytes(new byte[] {0, 2, (byte) 0xc0, 0x09});
        body.writeBytes(new byte[] {1, 0});
        body.writeBytes(extensions);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        int length = body.size();
        record.writeBytes(new byte[] {22, 3, 1, 0, (byte) (length + 4)});
        record.writeBytes(new byte[] {1, 0, 0, (byte) length});
        record.writeBytes(body.toByteArray());
        return record.toByteArray();
    }
}
