package dev.sekisho.gateway.body;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One body that is kept until it is not needed any more, and can be read as often as needed.
///
/// Used on one event loop. What is in memory goes to the file whenever it is more than it may be;
/// the rest, the end of the body, stays in memory. At most one write is under way.
public final class StoredBody {

    private static final int BLOCK_BYTES = 64 << 10;

    /// Whoever fills it. Called on the loop.
    public interface Owner {

        /// A write is over: look at `isBusy` and `shortage` again.
        void bodyWritten();
    }

    private final BodySpool spool;
    private final EventExecutor loop;
    private final ByteBufAllocator alloc;
    private final int memoryBytes;
    private final Owner owner;
    private @Nullable ByteBuf memory;
    private @Nullable SpillFile file;
    private @Nullable Shortage shortage;
    private long reserved;
    private long reservedInFile;
    private long inFile;
    private long length;
    private int jobs;
    private boolean closed;

    StoredBody(
            BodySpool spool,
            EventExecutor loop,
            ByteBufAllocator alloc,
            int memoryBytes,
            Owner owner) {
        this.spool = spool;
        this.loop = loop;
        this.alloc = alloc;
        this.memoryBytes = memoryBytes;
        this.owner = owner;
    }

    /// Whether there is a place for so much, as far as can be said before it comes.
    public boolean fits(long bytes) {
        return spool.hasFolder() || bytes <= memoryBytes;
    }

    /// Takes a piece, and its reference. Copied, because a small piece can be part of a large
    /// buffer.
    public void add(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size > 0 && !closed && shortage == null && reserve(size)) {
            Objects.requireNonNull(memory).writeBytes(piece);
            length += size;
        }
        piece.release();
        spillIfFull();
    }

    private boolean reserve(int size) {
        ByteBuf open = memory;
        if (open == null) {
            open = alloc.ioBuffer(size);
            memory = open;
        }
        open.ensureWritable(size);
        long more = open.capacity() - reserved;
        if (!spool.memory().take(more)) {
            fall(Shortage.MEMORY);
            return false;
        }
        reserved += more;
        return true;
    }

    private void fall(Shortage reason) {
        if (shortage == null) {
            shortage = reason;
            spool.lacked(reason);
        }
    }

    private void spillIfFull() {
        ByteBuf full = memory;
        if (full == null || full.readableBytes() <= memoryBytes || shortage != null) {
            return;
        }
        if (!spool.hasFolder()) {
            fall(Shortage.ROOM);
        } else if (jobs == 0) {
            spill(full);
        }
    }

    private void spill(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (!spool.files().take(size)) {
            fall(Shortage.FILES);
            return;
        }
        reservedInFile += size;
        long held = reserved;
        memory = null;
        reserved = 0;
        jobs++;
        if (!spool.runs(() -> write(bytes, held))) {
            jobs--;
            letGo(bytes, held);
            fall(Shortage.FILES);
        }
    }

    private void letGo(ByteBuf bytes, long held) {
        bytes.release();
        spool.memory().giveBack(held);
    }

    /// On a worker. The loop does not look at the file while a job is under way.
    private void write(ByteBuf bytes, long held) {
        boolean written = false;
        try {
            SpillFile open = file;
            if (open == null) {
                open = spool.newFile();
                file = open;
            }
            open.write(bytes, inFile);
            written = true;
        } catch (IOException | RuntimeException e) {
            spool.failed(e);
        }
        boolean done = written;
        backToLoop(() -> written(bytes, held, done), bytes);
    }

    private void backToLoop(Runnable step, ByteBuf bytes) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException over) {
            bytes.release();
            closeFile();
        }
    }

    private void written(ByteBuf bytes, long held, boolean done) {
        jobs--;
        if (done) {
            inFile += bytes.readableBytes();
        }
        letGo(bytes, held);
        if (closed) {
            dispose();
            return;
        }
        if (!done) {
            fall(Shortage.FILES);
        }
        spillIfFull();
        owner.bodyWritten();
    }

    /// Whether a write is under way, so that no more should come for the moment.
    public boolean isBusy() {
        return jobs > 0;
    }

    /// Why it is not kept, if it is not.
    public @Nullable Shortage shortage() {
        return shortage;
    }

    public long length() {
        return length;
    }

    /// Ends it; what is left of it is given back. May be called again.
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ByteBuf left = memory;
        memory = null;
        if (left != null) {
            letGo(left, reserved);
        }
        if (jobs == 0) {
            dispose();
        }
    }

    private void dispose() {
        spool.files().giveBack(reservedInFile);
        reservedInFile = 0;
        // To close a large file without a name takes as long as to delete it.
        if (file != null && !spool.runs(this::closeFile)) {
            closeFile();
        }
    }

    private void closeFile() {
        SpillFile open = file;
        file = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            spool.failed(e);
        }
    }

    /// Begins to read it from its start, for `outlet`, which asks for each block.
    public Replay replay(Outlet outlet) {
        return new Replay(outlet);
    }

    /// Where a body goes. Called on the loop.
    public interface Outlet {

        /// The next block, and a reference to it.
        void bodyBlock(ByteBuf block);

        /// It cannot be read any more.
        void bodyLost();
    }

    /// One reading of the body, block by block.
    public final class Replay {

        private final Outlet outlet;
        private long at;
        private boolean reading;
        private boolean over;

        private Replay(Outlet outlet) {
            this.outlet = outlet;
        }

        /// Lets the next block come, at once or later; nothing if one is on its way.
        public void next() {
            if (reading || over || closed) {
                return;
            }
            if (at < inFile) {
                read((int) Math.min(BLOCK_BYTES, inFile - at));
                return;
            }
            over = true;
            if (memory != null) {
                outlet.bodyBlock(memory.retainedDuplicate());
            }
        }

        /// Whether everything was handed over.
        public boolean isOver() {
            return over;
        }

        /// Nothing more comes.
        public void cancel() {
            over = true;
        }

        private void read(int size) {
            ByteBuf block = alloc.ioBuffer(size);
            reading = true;
            jobs++;
            if (!spool.runs(() -> fill(block, size))) {
                // Not at once: whoever asked for the block is not ready to hear of its loss.
                loop.execute(() -> filled(block));
            }
        }

        private void fill(ByteBuf block, int size) {
            try {
                Objects.requireNonNull(file).read(block, at, size);
            } catch (IOException | RuntimeException e) {
                spool.failed(e);
                block.clear();
            }
            backToLoop(() -> filled(block), block);
        }

        private void filled(ByteBuf block) {
            jobs--;
            reading = false;
            if (closed || over) {
                block.release();
                if (closed && jobs == 0) {
                    dispose();
                }
                return;
            }
            if (!block.isReadable()) {
                over = true;
                block.release();
                outlet.bodyLost();
                return;
            }
            at += block.readableBytes();
            over = at == inFile && memory == null;
            outlet.bodyBlock(block);
        }
    }
}
