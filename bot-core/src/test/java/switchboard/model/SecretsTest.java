package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "http://ada:correct-horse@proxy.example:3128, correct-horse",
        "ada:correct-horse@proxy.example:3128, correct-horse",
        "https://ada:p%40ss+word@gateway.example/v1?a=b@c, p%40ss+word;p@ss+word",
        "https://ada:100%@gateway.example, 100%",
        "https://key-of-ada:@gateway.example, key-of-ada",
        "https://key-of-ada@gateway.example, key-of-ada",
        "https://gateway.example:8443/a@b, ''",
        "a sentence:with@signs, ''",
        "ada.lovelace@example.org, ''",
        "ssh://ada.lovelace@docker.example, ''"
    })
    void thePasswordOfAUrlIsOneWhateverTheVariablesName(String value, String found) {
        assertThat(String.join(
                        ";",
                        Secrets.in(Map.of("ANY", value)).stream().distinct().toList()))
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ada:pw@host.example/a, https://[redacted]@host.example/a",
        "ada:pw@host.example, [redacted]@host.example",
        "https://ada:p w/#@host.example, https://[redacted]@host.example",
        "https://host.example:8443/a, https://host.example:8443/a"
    })
    void aUrlIsShownWithoutUserAndPassword(String url, String shown) {
        assertThat(Secrets.withoutLogin(url)).isEqualTo(shown);
    }

    @Test
    void itPrintsNone() {
        assertThat(secrets + "").doesNotContain(TOKEN);
    }
}
