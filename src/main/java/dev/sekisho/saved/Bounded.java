package dev.sekisho.saved;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/// Passes bytes on, up to a number of them, and knows their count and checksum.
final class Bounded extends FilterOutputStream {

    private final long most;
    private final CRC32C checksum = new CRC32C();
    private long count;

    Bounded(OutputStream out, long most) {
        super(out);
        this.most = most;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count += length;
        if (count > most) {
            throw new IOException("it would be larger than " + (most >> 20) + " MiB");
        }
        checksum.update(bytes, offset, length);
        out.write(bytes, offset, length);
    }

    long count() {
        return count;
    }

    int checksum() {
        return (int) checksum.getValue();
    }
}
