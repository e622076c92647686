package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import switchboard.botapi.People.Place;

class WorldTest {

    private final World world = new World(Clock.systemUTC(), LocalClient.BOT, new FileStore(FileStore.inMemory()));
    private final People people = new People(world);
    private final Bot bot = new Bot(world);
    private final StoredChat chat = people.openPrivate(new User(1, "Ada"));
    private final List<String> heard = new ArrayList<>();

    /** Writes down what it hears. */
    private final class Ear implements World.Listener {
        @Override
        public void happened(Happening happening) {
            heard.add(happening.getClass().getSimpleName());
        }

        @Override
        public void settled() {
            heard.add("settled");
        }

        @Override
        public void persisted() {
            heard.add("persisted");
        }
    }

    @Test
    void whatAPersonSaysIsToldWithItsUpdateAndPersisted() {
        world.listen(new Ear());

        people.send(new Place(chat, chat.peer(), 0, 0), TypedText.of("hi"), Json.object());

        assertThat(heard).containsExactly("MessageChanged", "UpdateQueued", "settled", "persisted");
    }

    @Test
    void whatTheBotDoesIsToldButWaitsForNoDisk() {
        String id = bot.ok("sendMessage", "{'chat_id': 1, 'text': 'hi'}")
                .path("message_id")
                .asText();
        world.listen(new Ear());

        bot.ok("editMessageText", "{'chat_id': 1, 'text': 'ho', 'message_id': " + id + "}");
        bot.ok("setMessageReaction", "{'chat_id': 1, 'message_id': " + id + "}");
        bot.ok("sendChatAction", "{'chat_id': 1, 'action': 'typing'}");
        bot.ok("sendMessageDraft", "{'chat_id': 1, 'draft_id': 3, 'text': 'so'}");
        bot.ok("deleteMessage", "{'chat_id': 1, 'message_id': " + id + "}");
        bot.ok("setMyCommands", "{'commands': []}");

        assertThat(heard)
                .filteredOn(what -> !what.equals("settled"))
                .containsExactly(
                        "MessageChanged",
                        "MessageChanged",
                        "ActionShown",
                        "DraftShown",
                        "MessageDeleted",
                        "CommandsChanged");
    }

    @Test
    void filesAreKeptWithoutTheLockAndOnlyAPersonsWaitForTheDisk() {
        CheckedBytes bytes = new CheckedBytes();
        World checked = new World(Clock.systemUTC(), LocalClient.BOT, new FileStore(bytes));
        bytes.look = checked::chats;
        LocalClient client = new LocalClient(checked);
        client.createChat("A");
        Bot sender = new Bot(checked);

        sender.result(sender.call(
                "sendDocument",
                "{'chat_id': 1, 'document': 'attach://d'}",
                Map.of("d", new FileContent("a.md", "text/markdown", new byte[] {1}))));
        sender.result(sender.call(
                "sendPhoto",
                "{'chat_id': 1, 'photo': 'attach://d'}",
                Map.of("d", new FileContent("a.png", "image/png", Pictures.png(4, 3)))));
        client.sendFile(1, 0, 0, new FileContent("b.txt", "text/plain", new byte[] {1}), "");

        assertThat(bytes.calls).containsExactly("keep BQAC-1", "keep BQAC-2", "keep BQAC-3", "sync BQAC-3");
    }

    /** Fails if somebody keeps a file while nobody else can look at the world. */
    private static final class CheckedBytes implements FileStore.Bytes {
        private final List<String> calls = new ArrayList<>();
        private Supplier<?> look = () -> "";

        @Override
        public void keep(String id, byte[] content) {
            assertThat(CompletableFuture.supplyAsync(look)).succeedsWithin(Duration.ofSeconds(10));
            calls.add("keep " + id);
        }

        @Override
        public void sync(String id) {
            calls.add("sync " + id);
        }

        @Override
        public byte[] load(String id) {
            throw new UnsupportedOperationException("nothing is read back");
        }
    }

    @Test
    void whatIsRefusedOrOnlyReadIsNotTold() {
        world.listen(new Ear());

        bot.refused(bot.call("sendMessage", "{'chat_id': 2, 'text': 'hi'}"));
        bot.ok("getChat", "{'chat_id': 1}");

        assertThat(heard).isEmpty();
    }

    @Test
    void whoListensNoMoreHearsNothing() {
        Ear ear = new Ear();
        world.listen(ear);
        world.forget(ear);

        people.rename(chat, "Bob");

        assertThat(heard).isEmpty();
    }

    @Test
    void confirmedUpdatesAreToldOnce() {
        people.send(new Place(chat, chat.peer(), 0, 0), TypedText.of("hi"), Json.object());
        long id = bot.ok("getUpdates", "{}").get(0).path("update_id").asLong();
        List<Happening> confirmed = new ArrayList<>();
        world.listen(confirmed::add);

        bot.ok("getUpdates", "{'offset': " + (id + 1) + "}");
        bot.ok("getUpdates", "{'offset': " + (id + 1) + "}");

        assertThat(confirmed).containsExactly(new Happening.UpdatesConfirmed(id + 1));
    }

    @Test
    void aPrivateChatIsTitledByTheFirstNameOfItsPerson() {
        people.rename(chat, "Refactor API");

        people.send(new Place(chat, chat.peer(), 0, 0), TypedText.of("hi"), Json.object());

        var message = bot.ok("getUpdates", "{}").get(0).path("message");
        assertThat(message.at("/chat/first_name").asText()).isEqualTo("Refactor API");
        assertThat(message.at("/from/first_name").asText()).isEqualTo("Refactor API");
    }
}
