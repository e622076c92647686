package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;

class BacklogTest {

    private final Backlog backlog = new Backlog(3);

    @Test
    void itIsFullWhenAllChatsTogetherReachTheBound() {
        backlog.set(ChatId.of(1), 2);
        assertThat(backlog.refusal()).isEmpty();
        backlog.set(ChatId.of(2), 1);
        assertThat(backlog.refusal())
                .hasValueSatisfying(words -> assertThat(words).contains("3 messages over all chats"));
    }

    @Test
    void aChatsCountReplacesItsOldOne() {
        backlog.set(ChatId.of(1), 3);
        backlog.set(ChatId.of(1), 3);
        backlog.set(ChatId.of(1), 0);
        assertThat(backlog.refusal()).isEmpty();

        backlog.set(ChatId.of(1), 2);
        assertThat(backlog.refusal()).isEmpty();
        backlog.set(ChatId.of(1), 3);
        assertThat(backlog.refusal()).isPresent();
    }
}
