package switchboard.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Secret values, which are struck out of texts: as they are, and as they are written in URLs, HTML and JSON. Immutable. Its
 * {@code toString} has none of them.
 */
public final class Secrets {

    /** Replaces a secret. */
    public static final String STRUCK = "[redacted]";

    public static final Secrets NONE = new Secrets(List.of());

    /** A shorter value may be an ordinary word. */
    private static final int SHORTEST = 8;

    /** As an id is. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");

    /** Of the secret part of a bot's token, which is one by itself. */
    private static final Pattern TOKEN = Pattern.compile("\\d{5,}:([\\w-]{30,})");

    /** Names of variables that hold secrets. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(.*_)?(TOKEN|SECRET|PASSWORD|PASSWD|API_KEY|APIKEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY)",
            Pattern.CASE_INSENSITIVE);

    private static final String SCHEME = "(?:[A-Za-z][A-Za-z0-9+.-]*://)?";

    /** The password of a URL, which proxies have without a scheme, too. */
    private static final Pattern PASSWORD = Pattern.compile(SCHEME + "[^/?#\\s:@]*:([^/?#\\s]+)@\\S+");

    /** A key that is given as the user, without a password. */
    private static final Pattern KEY = Pattern.compile("https?://([^/?#\\s:@]+):?@\\S+", Pattern.CASE_INSENSITIVE);

    /** Also where it is written so that no program can use it. */
    private static final Pattern ANY_LOGIN = Pattern.compile("^(" + SCHEME + ").*@", Pattern.DOTALL);

    private static final int CHUNK = 1 << 16;

    private final List<String> forms;

    private Secrets(List<String> forms) {
        this.forms = forms;
    }

    /** Values of fewer than 8 characters, and ordinary numbers, are left out. */
    public static Secrets of(Collection<String> values) {
        return NONE.and(values);
    }

    /** The values of variables whose names say that they are secret, except paths, and the passwords in URLs. */
    public static List<String> in(Map<String, String> environment) {
        var named = environment.entrySet().stream()
                .filter(each -> SECRET_NAME.matcher(each.getKey()).matches())
                .map(Map.Entry::getValue)
                .filter(value -> !value.startsWith("/"));
        var passwords = environment.values().stream()
                .map(String::strip)
                .flatMap(value -> Stream.of(PASSWORD.matcher(value), KEY.matcher(value)))
                .filter(Matcher::matches)
                .flatMap(found -> asIsAndDecoded(found.group(1)));
        return Stream.concat(named, passwords).toList();
    }

    /** The variables that hold no secret, neither by their name nor as the password in a URL. */
    public static Map<String, String> without(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(each -> in(Map.of(each.getKey(), each.getValue())).isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Stream<String> asIsAndDecoded(String password) {
        try {
            return Stream.of(password, URLDecoder.decode(password.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Stream.of(password);
        }
    }

    /** A URL as people may see it: without user and password, however short those are. */
    public static String withoutLogin(String url) {
        return ANY_LOGIN.matcher(url).replaceFirst("$1" + Matcher.quoteReplacement(STRUCK) + "@");
    }

    /** These and more. */
    public Secrets and(Collection<String> values) {
        var more = values.stream()
                .map(String::strip)
                .flatMap(value -> Stream.concat(
                        Stream.of(value), TOKEN.matcher(value).results().map(found -> found.group(1))))
                .filter(value ->
                        value.length() >= SHORTEST && !NUMBER.matcher(value).matches())
                .flatMap(Secrets::forms);
        return new Secrets(Stream.concat(forms.stream(), more)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The same for texts that put something before each line or leave some out, as diffs do: each line of a secret is one. */
    public Secrets byLine() {
        return and(forms.stream()
                .filter(form -> form.indexOf('\n') >= 0)
                .flatMap(String::lines)
                .toList());
    }

    private static Stream<String> forms(String value) {
        var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var html = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return Stream.of(
                value,
                encoded,
                encoded.replace("+", "%20"),
                html,
                html.replace("\"", "&quot;").replace("'", "&#39;"),
                json(value));
    }

    private static String json(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** The text without any of them. */
    public String strike(String text) {
        var struck = text;
        for (var form : forms) {
            struck = struck.replace(form, STRUCK);
        }
        return struck;
    }

    /** Whether there is one among the bytes, in UTF-8. */
    public boolean isIn(InputStream bytes) throws IOException {
        var sought = forms.stream()
                .map(form -> new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
        var overlap = sought.stream().mapToInt(String::length).max().orElse(0);
        var before = "";
        for (var chunk = bytes.readNBytes(CHUNK); chunk.length > 0; chunk = bytes.readNBytes(CHUNK)) {
            var text = before + new String(chunk, StandardCharsets.ISO_8859_1);
            if (sought.stream().anyMatch(text::contains)) {
                return true;
            }
            before = text.substring(Math.max(0, text.length() - overlap));
        }
        return false;
    }

    /** How many characters at the end of a text may begin one. */
    public int begun(String text) {
        var longest = 0;
        for (var form : forms) {
            for (var length = Math.min(form.length() - 1, text.length()); length > longest; length--) {
                if (text.regionMatches(text.length() - length, form, 0, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secrets secrets && secrets.forms.equals(forms);
    }

    @Override
    public int hashCode() {
        return forms.hashCode();
    }

    @Override
    public String toString() {
        return "Secrets(" + forms.size() + ")";
    }
}
