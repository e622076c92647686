package switchboard.telegram.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import switchboard.telegram.local.ApiError;
import switchboard.telegram.local.FileContent;
import switchboard.telegram.local.Json;
import switchboard.telegram.local.Params;

/** Reads {@code multipart/form-data}: parts with a file name are files, the others text parameters. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"?([^\";\r\n]*)\"?");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"\r\n]*)\"|filename=([^;\r\n]+)");
    private static final Pattern TYPE = Pattern.compile("content-type: *([^;\r\n]+)", Pattern.CASE_INSENSITIVE);

    private Multipart() {}

    /** @throws ApiError 400 if the body is no such thing */
    static Params read(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ApiError.badRequest("boundary not found in the multipart content type");
        }
        String mark = "\r\n--" + boundary.group(1);
        String rest = "\r\n" + new String(body, ISO_8859_1);
        ObjectNode json = Json.object();
        Map<String, FileContent> files = new HashMap<>();
        int at = rest.indexOf(mark);
        while (at >= 0 && !rest.startsWith("--", at + mark.length())) {
            int from = at + mark.length() + 2;
            int next = rest.indexOf(mark, from);
            int body1 = rest.indexOf("\r\n\r\n", from - 2);
            if (next < 0 || body1 < 0 || body1 > next) {
                throw ApiError.badRequest("can't parse multipart body");
            }
            String head = rest.substring(Math.min(from, body1), body1);
            part(head, rest.substring(body1 + 4, next), json, files);
            at = next;
        }
        return new Params(json, files);
    }

    private static void part(String latinHead, String content, ObjectNode json, Map<String, FileContent> files) {
        String head = new String(latinHead.getBytes(ISO_8859_1), UTF_8);
        byte[] bytes = content.getBytes(ISO_8859_1);
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
