package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BotTokenTest {
    private static final String SECRET = "AAF-very_secret";
    private final BotToken token = new BotToken("123456:" + SECRET);

    @Test
    void theSecretIsStruckOutOfAText() {
        assertThat(token.redact("POST /bot123456:" + SECRET + "/getMe, 123456%3A" + SECRET))
                .isEqualTo("POST /bot<token>/getMe, 123456%3A<token>");
        assertThat(token).hasToString("<token>");
    }

    @Test
    void anExceptionThatNamesTheSecretAnywhereIsReplaced() {
        var outer = new IOException("outer", new IOException("/bot123456:" + SECRET));
        var printed = new StringWriter();
        token.redact(outer).printStackTrace(new PrintWriter(printed));

        assertThat(printed.toString()).contains("outer").doesNotContain(SECRET);
    }

    @Test
    void anExceptionThatDoesNotNameItStaysTheSame() {
        var harmless = new IOException("harmless");

        assertThat(token.redact(harmless)).isSameAs(harmless);
    }

    @Test
    void whatIsNoTokenIsRejectedWithoutRepeatingIt() {
        assertThatThrownBy(() -> new BotToken("123456:" + SECRET + "/x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(SECRET);
    }
}
