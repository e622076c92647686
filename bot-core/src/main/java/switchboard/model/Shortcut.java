package switchboard.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A long argument of a button's command, and the key that stands for it in the button.
 *
 * @param key {@code §} and 12 hexadecimal digits of the argument's hash, so that the same argument has the same key
 */
public record Shortcut(String key, String argument) {

    private static final Pattern KEY = Pattern.compile("§[0-9a-f]{12}");
    private static final int BYTES = 6;

    public static Shortcut to(String argument) {
        var hash = sha256().digest(argument.getBytes(StandardCharsets.UTF_8));
        return new Shortcut("§" + HexFormat.of().formatHex(hash, 0, BYTES), argument);
    }

    public static boolean isKey(String argument) {
        return KEY.matcher(argument).matches();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
