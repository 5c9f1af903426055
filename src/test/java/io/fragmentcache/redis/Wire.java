package io.fragmentcache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The wire between a node and its server, which can be cut, and frozen: open, and silent. */
final class Wire implements AutoCloseable {
    private final int target;
    private final ServerSocket door;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean frozen;
    private volatile long lateMillis;
    private final AtomicInteger age = new AtomicInteger();

    Wire(int target) throws IOException {
        this(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** Through a door that may speak another language, such as TLS. */
    Wire(int target, ServerSocket door) {
        this.target = target;
        this.door = door;
        thread(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + door.getLocalPort();
    }

    int port() {
        return door.getLocalPort();
    }

    void cut() {
        cut = true;
        hangUp();
    }

    void mend() {
        cut = false;
        thaw();
    }

    /** Ends each connection; new ones are let in. */
    void hangUp() {
        ends.forEach(Wire::close);
        ends.clear();
    }

    /** From now on each answer comes so much later. */
    void delay(Duration late) {
        lateMillis = late.toMillis();
    }

    void freeze() {
        frozen = true;
    }

    /** Each connection that is open stays open and silent for ever, as behind a router that forgot it; new ones work. */
    void forget() {
        age.incrementAndGet();
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                if (cut) {
                    near.close();
                    continue;
                }
                connect(near);
            } catch (IOException closed) {
                // The next one, or none when the door is closed.
            }
        }
    }

    private void connect(Socket near) throws IOException {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            ends.add(near);
            ends.add(far);
            thread(() -> pump(near, far, false));
            thread(() -> pump(far, near, true));
        } catch (IOException nobodyThere) {
            near.close();
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[64 * 1024];
        int born = age.get();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int size = in.read(bytes); size >= 0; size = in.read(bytes)) {
                waitWhileFrozen();
                if (born < age.get()) {
                    continue;
                }
                if (answers) {
                    LockSupport.parkNanos(lateMillis * 1_000_000);
                }
                out.write(bytes, 0, size);
            }
        } catch (IOException | InterruptedException ended) {
            // One end is gone; so is the other.
        }
        close(from);
        close(to);
    }

    private synchronized void waitWhileFrozen() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Closed enough.
        }
    }

    @Override
    public void close() throws IOException {
        thaw();
        door.close();
        hangUp();
    }
}
