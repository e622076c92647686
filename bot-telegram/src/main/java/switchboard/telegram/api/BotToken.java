package switchboard.telegram.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** A bot's secret. Its text leaves this class only on the wire, and is struck out of all other texts. */
public final class BotToken {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)?");
    private static final String STRUCK_OUT = "<token>";

    private final String value;
    private final String secret;

    /**
     * @param value the token from BotFather, {@code 123456:ABC-def}
     * @throws IllegalArgumentException if it is not a token; the message does not repeat it
     */
    public BotToken(String value) {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A bot token is a number, a colon and a secret of letters, digits, '_' and '-'");
        }
        this.value = value;
        this.secret = value.substring(value.indexOf(':') + 1);
    }

    /** The path of a Bot API method, with the token in it. */
    String pathOf(String method) {
        return "/bot" + value + "/" + method;
    }

    /** The path of a file that Telegram hands out, with the token in it. */
    String pathOfFile(String path) {
        try {
            return "/file/bot" + value + new URI(null, null, "/" + path, null).toASCIIString();
        } catch (URISyntaxException odd) {
            throw new IllegalArgumentException("not a file's path: " + path, odd);
        }
    }

    /** The text without the token. */
    public String redact(String text) {
        return text.replace(value, STRUCK_OUT).replace(secret, STRUCK_OUT);
    }

    /** The same throwable. If it or anything in it contains the token, a copy of its message without the token. */
    public Throwable redact(Throwable throwable) {
        var printed = new StringWriter();
        throwable.printStackTrace(new PrintWriter(printed));
        if (!printed.toString().contains(secret)) {
            return throwable;
        }
        var copy = new IOException(redact(throwable.toString()));
        copy.setStackTrace(throwable.getStackTrace());
        return copy;
    }

    @Override
    public String toString() {
        return STRUCK_OUT;
    }
}
