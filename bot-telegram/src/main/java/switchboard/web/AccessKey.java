package switchboard.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import switchboard.text.Texts;

/**
 * The key that a browser needs to get in. It is in the address that people open. From then on the browser keeps the key for
 * exactly this origin, together with a cookie.
 *
 * @param value letters, digits, {@code -} and {@code _}
 */
public record AccessKey(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,256}");
    private static final int RANDOM_BYTES = 24;
    private static final String HMAC = "HmacSHA256";

    /**
     * The key that is set, else the one in a file. A missing file is made.
     *
     * @param set the value of {@code HTTP_TOKEN}, if any
     * @param file a file of mode 0600; its directory exists and belongs to this user alone
     * @throws IllegalArgumentException with one sentence for a person
     */
    public static AccessKey of(Optional<String> set, Path file) {
        if (set.isPresent()) {
            if (!FORM.matcher(set.get()).matches()) {
                throw new IllegalArgumentException(Texts.of("setting.httpToken", file));
            }
            return new AccessKey(set.get());
        }
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? kept(file) : made(file);
        } catch (IOException fault) {
            throw new IllegalArgumentException(Texts.of("start.keyNotKept", file, fault), fault);
        }
    }

    /** A new key that nobody can guess. */
    public static AccessKey random() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessKey(text(bytes));
    }

    /** Compares in constant time, so that the time reveals nothing about the key. */
    public boolean is(String given) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of the browser's cookie: another key, from which this one cannot be found. */
    AccessKey ofCookie() {
        return derived("cookie");
    }

    /** What addresses of files carry, because a page cannot add a header to them. It opens files and nothing else. */
    public AccessKey ofFiles() {
        return derived("files");
    }

    private AccessKey derived(String use) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), HMAC));
            return new AccessKey(text(mac.doFinal(use.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has HmacSHA256
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static AccessKey kept(Path file) throws IOException {
        var kept = Files.readString(file).strip();
        if (!FORM.matcher(kept).matches()) {
            throw new IllegalArgumentException(Texts.of("start.noKey", file));
        }
        return new AccessKey(kept);
    }

    private static AccessKey made(Path file) throws IOException {
        var key = random();
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var temporary = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".tmp", mode);
        Files.writeString(temporary, key.value() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    /** Without the key, which is secret. */
    @Override
    public String toString() {
        return "AccessKey[...]";
    }
}
