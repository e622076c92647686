package switchboard.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.objects.User;
import switchboard.model.Caller;
import switchboard.model.Caller.Role;
import switchboard.model.ChatId;
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

    @Test
    void withoutOwnersEverybodyWhoIsAllowedIsOne() {
        var access = read(Map.of("allowed-users", "111,222")).access();

        assertThat(access.caller(user(111), true)).isEqualTo(new Caller("111", "Ada", Role.OWNER, true));
        assertThat(access.caller(user(222), false)).isEqualTo(new Caller("222", "Ada", Role.OWNER, false));
        assertThat(access.caller(user(333), false).role()).isEqualTo(Role.USER);
    }

    @Test
    void othersThanTheOwnersAreUsers() {
        var access = read(Map.of("allowed-users", "111,222", "owners", "111")).access();

        assertThat(access.caller(user(111), false).role()).isEqualTo(Role.OWNER);
        assertThat(access.caller(user(222), true).role()).isEqualTo(Role.USER);
        assertThat(access.allows(user(222))).isTrue();
        assertThat(access.hasOwner(ChatId.of(111))).isTrue();
        assertThat(access.hasOwner(ChatId.of(222))).isFalse();
        assertThat(access.hasOwner(ChatId.of(-5))).as("a group").isTrue();
    }

    @Test
    void anOwnerWhoIsNotAllowedIsOneSentence() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("allowed-users", "111", "owners", "111, 222")))
                .withMessage("TELEGRAM_OWNERS names 222, who is not in TELEGRAM_ALLOWED_USERS. Add them there, too, or"
                        + " remove them from TELEGRAM_OWNERS.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("allowed-users", "111", "owners", "@ada")))
                .withMessageStartingWith("TELEGRAM_OWNERS must be numeric user ids separated by commas, not \"@ada\"");
    }

    private static User user(long id) {
        return User.builder().id(id).firstName("Ada").isBot(false).build();
    }

    private static TelegramSettings read(String ids, String root) {
        return read(Map.of("allowed-users", ids, "api-root", root));
    }

    private static TelegramSettings read(Map<String, String> settings) {
        var given = ConfigFactory.parseMap(settings).atPath("switchboard.telegram");
        return TelegramSettings.from(given.withFallback(ConfigFactory.defaultReference()), TOKEN);
    }
}
