package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;

class TurnMemoTest {

    private static final ChatId TOPIC = new ChatId(-1001, 77);
    private static final LiveMessageState LIVE =
            LiveMessageState.NONE.under("One.").at(Optional.of(79));

    @Test
    void whatTheChatKeepsComesBack() {
        for (var live : List.of(
                LiveMessageState.NONE, LIVE, LIVE.noticedAt(Optional.of(5)), LIVE.at(Optional.of(Integer.MAX_VALUE)))) {
            for (var parts : List.of(List.<String>of(), List.of("78", TurnMemo.UNKNOWN, TurnMemo.SENDING))) {
                var memo = new TurnMemo(live, parts);
                assertThat(TurnMemo.of(memo.toJson(TOPIC), TOPIC)).isEqualTo(memo);
            }
        }
    }

    @Test
    void nothingIsKeptOfNothing() {
        assertThat(TurnMemo.NONE.toJson(TOPIC)).isNull();
        assertThat(TurnMemo.of(null, TOPIC)).isEqualTo(TurnMemo.NONE);
    }

    @Test
    void ofAChatThatIsNoMoreWhatWasShownStaysShownAndNoMessageIsTouched() {
        var memo = new TurnMemo(LIVE, List.of("78", TurnMemo.SENDING, "80"));

        assertThat(TurnMemo.of(memo.toJson(TOPIC), ChatId.of(-1001)))
                .isEqualTo(new TurnMemo(LiveMessageState.NONE, List.of("78")));
    }

    @Test
    void aBrokenWordIsNoMessage() throws IOException {
        var json = new ObjectMapper().readTree("{\"chat\": \"-1001_77\", \"live\": \"seven\", \"parts\": {}}");

        assertThat(TurnMemo.of(json, TOPIC)).isEqualTo(TurnMemo.NONE);
    }

    @Test
    void partsThatAreSkippedMayHaveBeenSent() {
        assertThat(TurnMemo.NONE.withPart(1, "78").parts()).containsExactly(TurnMemo.SENDING, "78");
    }
}
