package switchboard.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a button's command cannot carry itself, and the key that stands for it in the button: a long argument, and content that came
 * with the command.
 *
 * @param key {@code §} and 12 hexadecimal digits of the hash of what it stands for, so that the same has the same key
 * @param attached content besides the argument
 */
public record Shortcut(
        String key,
        String argument,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Content> attached) {

    private static final Pattern KEY = Pattern.compile("§[0-9a-f]{12}");
    private static final int BYTES = 6;

    public Shortcut {
        attached = attached == null ? List.of() : List.copyOf(attached);
    }

    public static Shortcut to(String argument) {
        return to(argument, List.of());
    }

    public static Shortcut to(String argument, List<Content> attached) {
        var all = attached.isEmpty() ? argument : argument + "\0" + attached;
        var hash = sha256().digest(all.getBytes(StandardCharsets.UTF_8));
        return new Shortcut("§" + HexFormat.of().formatHex(hash, 0, BYTES), argument, attached);
    }

    public static boolean isKey(String argument) {
        return KEY.matcher(argument).matches();
    }

    /** About how many characters it has. */
    int length() {
        return argument.length() + (attached.isEmpty() ? 0 : attached.toString().length());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
