package switchboard.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.telegram.api.BotToken;

class TelegramSettingsTest {

    private static final BotToken TOKEN = new BotToken("1:x");

    @Test
    void byDefaultNobodyMayUseTheBotAndTelegramIsWhereItIs() {
        var settings = TelegramSettings.from(ConfigFactory.defaultReference(), TOKEN);

        assertThat(settings.access().allowed()).isEmpty();
        assertThat(settings.apiRoot()).isEqualTo(URI.create("https://api.telegram.org"));
        assertThat(settings.toString()).doesNotContain("1:x");
    }

    @Test
    void idsAreSeparatedByCommas() {
        assertThat(read(" 111, 222,,333 ", "http://localhost:8081").access().allowed())
                .containsExactlyInAnyOrder(111L, 222L, 333L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@ada", "111;222", "111 222", "1.5", "99999999999999999999"})
    void wrongIdsAreOneSentence(String ids) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(ids, "https://api.telegram.org"))
                .withMessageStartingWith("TELEGRAM_ALLOWED_USERS must be numeric user ids")
                .withMessageContaining("\"" + ids + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api.telegram.org", "localhost:8081", "ftp://a.example", "https://", "https://a b", "", "http:x"
            })
    void aWrongUrlIsOneSentence(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("111", url))
                .withMessageStartingWith("TELEGRAM_API_ROOT must be a URL")
                .withMessageEndingWith("not \"" + url + "\".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://ada:pw@a.example", "https://ada:pw@", "ada:pw@a.example", "https://ada:p w@/#@a.example"})
    void aWrongUrlIsToldWithoutItsPassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("111", url))
                .withMessageStartingWith("TELEGRAM_API_ROOT must be a URL")
                .withMessageContaining("[redacted]@")
                .satisfies(wrong -> assertThat(wrong).hasMessageNotContainingAny("ada", "pw", "p w"))
                .withNoCause();
    }

    private static TelegramSettings read(String ids, String root) {
        return TelegramSettings.from(
                ConfigFactory.parseMap(
                        Map.of("switchboard.telegram.allowed-users", ids, "switchboard.telegram.api-root", root)),
                TOKEN);
    }
}
