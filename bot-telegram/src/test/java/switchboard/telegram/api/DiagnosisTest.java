package switchboard.telegram.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.pekko.stream.StreamTcpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.telegram.telegrambots.meta.api.methods.GetMe;

/** Each trouble has a sentence of its own. */
class DiagnosisTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>Log in to the hotel's network</html> | A web page came instead of Telegram's answer (HTTP 200 and HTML)",
                "302 | <!doctype html> | A web page came instead of Telegram's answer (HTTP 302 and HTML)",
                "200 | not json | An answer came that is not Telegram's (HTTP 200 and no JSON of Telegram's)",
                "200 | {\"status\":\"fine\"} | An answer came that is not Telegram's (HTTP 200 and no JSON of Telegram's)",
                "404 | '' | An answer came that is not Telegram's (HTTP 404 and nothing)",
                "502 | <html>502</html> | Telegram has trouble of its own (HTTP 502 and HTML)"
            })
    void anAnswerThatIsNotTelegramsIsToldAsWhatItIs(int status, String body, String sentence) {
        assertThat(Diagnosis.of(failure(status, body))).startsWith(sentence);
    }

    @Test
    void whatKeepsTelegramAwayIsTold() {
        assertThat(Diagnosis.of(new Failure.Unclear(new TimeoutException("60 s"))))
                .contains("does not answer in time");
        assertThat(Diagnosis.of(new Failure.Unreachable(new SSLHandshakeException("PKIX path building failed"))))
                .startsWith("There is no safe connection to Telegram (PKIX path building failed)");
        assertThat(Diagnosis.of(new Failure.Unreachable(new StreamTcpException(
                        "Tcp command [Connect(127.0.0.1/<unresolved>:1,None,List(),Some(10 seconds),true)]"
                                + " failed because of java.net.ConnectException: Connection refused"))))
                .startsWith("Telegram cannot be reached (Connection refused).");
        assertThat(Diagnosis.of(new Failure.Unclear(new IOException("Connection reset"))))
                .isEqualTo("The connection to Telegram broke (Connection reset).");
    }

    @ParameterizedTest
    @CsvSource({"35, 35", "2147483647, 21600", "1e18, 21600", "-5, 0", "0, 0", "9223372036854775807, 21600", "2.5, 2"})
    void anAbsurdRetryAfterIsClamped(String told, long seconds) {
        var body =
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\",\"parameters\":{\"retry_after\":"
                        + told + "}}";

        assertThat(failure(429, body)).isEqualTo(new Failure.TooManyRequests(Duration.ofSeconds(seconds)));
    }

    @Test
    void anAbsurdHeaderIsClampedToo() {
        assertThat(failure(429, "<html>", Optional.of("99999999999999999999")))
                .isEqualTo(new Failure.TooManyRequests(Duration.ofHours(6)));
    }

    private static Failure failure(int status, String body) {
        return failure(status, body, Optional.empty());
    }

    private static Failure failure(int status, String body, Optional<String> retryAfter) {
        try {
            return new Failure.Unclear(
                    new AssertionError(new BotApiAnswer("getMe", status, retryAfter, body).result(new GetMe())));
        } catch (TelegramException failed) {
            return failed.failure();
        }
    }
}
