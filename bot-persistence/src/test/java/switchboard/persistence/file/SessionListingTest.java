package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.persistence.query.NoOffset;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.UpdatedDurableState;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;
import switchboard.chat.Ledger;
import switchboard.model.ChatId;
import switchboard.model.ChatStateJson;

final class SessionListingTest extends StoreFixture {

    @Test
    void everyChatIsListedWithStateAndRevision() {
        var store = open();
        var topic = full(new ChatId(-100123, 77));
        store(store, fresh(ChatId.of(5)), 1);
        store(store, fresh(ChatId.of(5)), 2);
        store(store, topic, 1);
        var listed = list(open());
        assertThat(listed)
                .extracting(UpdatedDurableState::persistenceId)
                .containsExactlyInAnyOrder("Chat|5", "Chat|-100123_77");
        assertThat(listed).extracting(UpdatedDurableState::revision).containsExactlyInAnyOrder(2L, 1L);
        assertThat(listed).extracting(UpdatedDurableState::value).contains(topic);
        assertThat(listed).extracting(UpdatedDurableState::timestamp).containsOnly(NOW.toEpochMilli());
    }

    @Test
    void filesOfOtherNamesAreLeftAlone() {
        for (var name : List.of("12abc.json", "007.json", "notes.json", ".json", "9999999999999999999.json")) {
            write(name, "whatever");
        }
        var store = open();
        assertThat(list(store)).isEmpty();
        assertThat(names(directory())).hasSize(5);
        assertThat(setAside).isEmpty();
    }

    @Test
    void aBrokenFileHidesNoOther() {
        write("7.json", "broken");
        var store = open();
        store(store, fresh(ChatId.of(5)), 1);
        assertThat(list(store)).hasSize(1);
        assertThat(setAside).hasSize(1);
    }

    @Test
    void noChatHasAnotherTag() {
        var store = open();
        store(store, fresh(ChatId.of(5)), 1);
        assertThat(await(store.currentChanges("other", NoOffset.getInstance()).runWith(Sink.seq(), kit.system())))
                .isEmpty();
    }

    @Test
    void changesFromAnOffsetAndLiveChangesAreRefusedWithAReason() {
        var store = open();
        assertThatThrownBy(() -> await(
                        store.currentChanges(Ledger.TAG, Offset.sequence(7)).runWith(Sink.seq(), kit.system())))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("NoOffset");
        assertThatThrownBy(() ->
                        await(store.changes(Ledger.TAG, NoOffset.getInstance()).runWith(Sink.seq(), kit.system())))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("currentChanges");
    }

    @Test
    void tenThousandChatsAreListed() {
        for (var chat = 1; chat <= 10_000; chat++) {
            write(chat + ".json", ChatStateJson.write(full(ChatId.of(chat)), NOW));
        }
        var store = open();
        var begun = System.nanoTime();
        assertThat(list(store)).hasSize(10_000);
        System.out.println("10,000 session files listed in "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
    }
}
