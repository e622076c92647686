package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
    private static final String ODD = "p&ss\"w<rd/+ 1";

    private final Secrets secrets = Secrets.of(List.of(TOKEN, ODD, "short", "-", "12345678901"));

    @Test
    void aSecretIsStruckWhereverItStands() {
        assertThat(secrets.strike("a " + TOKEN + " b " + TOKEN)).isEqualTo("a [redacted] b [redacted]");
        assertThat(secrets.strike("https://api.telegram.org/bot" + TOKEN + "/getMe"))
                .isEqualTo("https://api.telegram.org/bot[redacted]/getMe");
    }

    @Test
    void aSecretIsStruckAsItStandsInUrlsHtmlAndJson() {
        assertThat(secrets.strike("p%26ss%22w%3Crd%2F%2B+1")).isEqualTo("[redacted]");
        assertThat(secrets.strike("p%26ss%22w%3Crd%2F%2B%201")).isEqualTo("[redacted]");
        assertThat(secrets.strike("p&amp;ss\"w&lt;rd/+ 1")).isEqualTo("[redacted]");
        assertThat(secrets.strike("p&amp;ss&quot;w&lt;rd/+ 1")).isEqualTo("[redacted]");
        assertThat(secrets.strike("{\"a\":\"p&ss\\\"w<rd/+ 1\"}")).isEqualTo("{\"a\":\"[redacted]\"}");
    }

    @Test
    void theSecretPartOfATokenIsOneByItself() {
        assertThat(secrets.strike("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0")).isEqualTo("[redacted]");
        assertThat(secrets.strike("bot 123456789")).isEqualTo("bot 123456789");
    }

    @Test
    void anOrdinaryWordOrNumberIsNoSecret() {
        assertThat(secrets.strike("a short text for 12345678901")).isEqualTo("a short text for 12345678901");
    }

    @Test
    void theEndOfATextMayBeginOne() {
        assertThat(secrets.begun("say 12345")).isEqualTo(5);
        assertThat(secrets.begun("say p&s")).isEqualTo(3);
        assertThat(secrets.begun("say hello")).isZero();
        assertThat(Secrets.NONE.begun("123")).isZero();
    }

    @Test
    void secretsAreFoundByTheNamesOfTheirVariables() {
        assertThat(Secrets.in(Map.of(
                        "ANTHROPIC_API_KEY", "sk-ant-1",
                        "CLAUDE_CODE_OAUTH_TOKEN", "oauth-1",
                        "AWS_SECRET_ACCESS_KEY", "aws-1",
                        "DB_PASSWORD", "db-1",
                        "TOKEN_FILE", "no",
                        "SSH_KEY", "no",
                        "GH_TOKEN", "/run/token",
                        "PATH", "/usr/bin")))
                .containsExactlyInAnyOrder("sk-ant-1", "oauth-1", "aws-1", "db-1");
    }

    @Test
    void itPrintsNone() {
        assertThat(secrets + "").doesNotContain(TOKEN);
    }
}
