package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;

class BotApiRequestsTest {

    private static final ChatId GENERAL = new ChatId(-1001, 1);

    @Test
    void aForumsFirstTopicIsNeverNamedToTelegram() {
        assertThat(BotApiRequests.plain(GENERAL, "hi", Optional.empty()).getMessageThreadId())
                .isNull();
        assertThat(BotApiRequests.typing(GENERAL).getMessageThreadId()).isNull();
        assertThat(BotApiRequests.plain(new ChatId(-1001, 2), "hi", Optional.empty())
                        .getMessageThreadId())
                .isEqualTo(2);
    }

    @Test
    void theFirstTopicOfAPrivateChatIsOneLikeAnyOther() {
        assertThat(BotApiRequests.place(111, 1)).isEqualTo(new ChatId(111, 1));
        assertThat(BotApiRequests.place(-1001, 1)).isEqualTo(ChatId.of(-1001));
    }

    @Test
    void theButtonsOfATopicNameIt() {
        var keys = List.of(List.of(new Key("Stop", "c|/stop")));

        assertThat(BotApiRequests.keyboard(new ChatId(-1001, 77), keys)
                        .getKeyboard()
                        .getFirst()
                        .getFirst()
                        .getCallbackData())
                .isEqualTo("t77|c|/stop");
    }
}
