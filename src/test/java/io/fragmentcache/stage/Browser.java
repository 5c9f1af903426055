package io.fragmentcache.stage;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends what it is told, well-formed or not, and reads what comes back, byte for byte. */
public record Browser(int port) {
    private static final int PATIENCE_MILLIS = 30_000;

    /** @param headers lines, such as {@code If-None-Match: "a"} */
    public Answer get(String path, String... headers) {
        return send("GET", path, headers);
    }

    public Answer send(String method, String path, String... headers) {
        try (Socket socket = open(method, path, headers)) {
            return read(new DataInputStream(socket.getInputStream()), method.equals("HEAD"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request whose answer is not read yet. */
    public Socket open(String method, String path, String... headers) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (method.equals("POST")) {
            request.append("Content-Length: 0\r\n");
        }
        request.append("\r\n");
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static Answer read(DataInputStream in, boolean bodiless) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), first -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = true;
        try {
            // After an answer without a body would come the next one.
            if (bodiless || status == 304 || status == 204) {
                return new Answer(status, headers, new byte[0], true);
            }
            if (headers.containsKey("Transfer-Encoding")) {
                chunks(in, body);
            } else if (headers.containsKey("Content-Length")) {
                int length = Integer.parseInt(headers.get("Content-Length").get(0));
                body.write(in.readNBytes(length));
                whole = body.size() == length;
            } else {
                body.write(in.readAllBytes());
            }
        } catch (IOException cut) {
            whole = false;
        }
        return new Answer(status, headers, body.toByteArray(), whole);
    }

    private static void chunks(DataInputStream in, ByteArrayOutputStream body) throws IOException {
        for (int length = length(in); length > 0; length = length(in)) {
            byte[] chunk = in.readNBytes(length);
            body.write(chunk);
            if (chunk.length < length) {
                throw new EOFException("in the midst of a chunk");
            }
            line(in);
        }
    }

    private static int length(DataInputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readByte(); next != '\n'; next = in.readByte()) {
            line.append((char) (next & 0xFF));
        }
        return line.toString().strip();
    }
}
