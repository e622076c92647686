package switchboard.it.telegram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import switchboard.botapi.ApiError;
import switchboard.botapi.FileContent;
import switchboard.botapi.Json;
import switchboard.botapi.Params;

/** Reads {@code multipart/form-data}: parts with a file name are files, the others are text parameters. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"?([^\";\r\n]*)\"?");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"\r\n]*)\"|filename=([^;\r\n]+)");
    private static final Pattern TYPE = Pattern.compile("content-type: *([^;\r\n]+)", Pattern.CASE_INSENSITIVE);

    private static final byte[] BLANK = "\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] END = "--".getBytes(ISO_8859_1);
    private static final int NONE = Integer.MIN_VALUE;

    private Multipart() {}

    /** @throws ApiError 400 if the body is not multipart */
    static Params read(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ApiError.badRequest("boundary not found in the multipart content type");
        }
        byte[] mark = ("\r\n--" + boundary.group(1)).getBytes(ISO_8859_1);
        ObjectNode json = Json.object();
        var files = new HashMap<String, FileContent>();
        // The first boundary has no line before it.
        int at = startsWith(body, 0, mark, 2) ? -2 : indexOf(body, mark, 0, body.length);
        while (at != NONE && !startsWith(body, at + mark.length, END, 0)) {
            int from = at + mark.length + 2;
            int next = indexOf(body, mark, from, body.length);
            int head = next == NONE ? NONE : indexOf(body, BLANK, from - 2, next);
            if (head == NONE) {
                throw ApiError.badRequest("can't parse multipart body");
            }
            var lines = new String(body, Math.min(from, head), head - Math.min(from, head), UTF_8);
            part(lines, Arrays.copyOfRange(body, head + BLANK.length, next), json, files);
            at = next;
        }
        return new Params(json, files);
    }

    /** The index of a part in bytes between two indexes; {@link #NONE} if it is not there. */
    private static int indexOf(byte[] bytes, byte[] part, int from, int to) {
        for (int at = Math.max(from, 0); at + part.length <= to; at++) {
            if (bytes[at] == part[0] && startsWith(bytes, at, part, 0)) {
                return at;
            }
        }
        return NONE;
    }

    /** Whether a part, without its first bytes, is at an index. */
    private static boolean startsWith(byte[] bytes, int at, byte[] part, int without) {
        int end = at + part.length - without;
        return end <= bytes.length && Arrays.equals(bytes, at, end, part, without, part.length);
    }

    private static void part(String head, byte[] bytes, ObjectNode json, Map<String, FileContent> files) {
        Matcher name = NAME.matcher(head);
        if (!name.find()) {
            throw ApiError.badRequest("multipart part without a name");
        }
        Matcher file = FILE_NAME.matcher(head);
        if (!file.find()) {
            json.put(name.group(1), new String(bytes, UTF_8));
            return;
        }
        Matcher type = TYPE.matcher(head);
        String fileName = file.group(1) == null ? file.group(2).strip() : file.group(1);
        files.put(
                name.group(1),
                new FileContent(fileName, type.find() ? type.group(1).strip() : "application/octet-stream", bytes));
        if (!json.has(name.group(1))) {
            json.put(name.group(1), "attach://" + name.group(1));
        }
    }
}
