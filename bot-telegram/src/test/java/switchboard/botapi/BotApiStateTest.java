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
import switchboard.botapi.PersonActions.Place;

class BotApiStateTest {

    private final BotApiState state = new BotApiState(
            Clock.systemUTC(), LocalClient.BOT, new FileStore(FileStore.inMemory(), FileStore.Limits.TELEGRAM));
    private final PersonActions actions = new PersonActions(state);
    private final Bot bot = new Bot(state);
    private final StoredChat chat = actions.openPrivate(new User(1, "Ada"));
    private final List<String> heard = new ArrayList<>();

    /** Writes down what it hears. */
    private final class Ear implements BotApiState.Listener {
        @Override
        public void onEvent(BotApiEvent event) {
            heard.add(event.getClass().getSimpleName());
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
        state.listen(new Ear());

        actions.send(new Place(chat, chat.peer(), 0, 0), TypedText.of("hi"), Json.object());

        assertThat(heard).containsExactly("MessageChanged", "UpdateQueued", "settled", "persisted");
    }

    @Test
    void whatTheBotDoesIsToldButWaitsForNoDisk() {
        String id = bot.ok("sendMessage", "{'chat_id': 1, 'text': 'hi'}")
                .path("message_id")
                .asText();
        state.listen(new Ear());

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
    void theCaptionOfAFileIsEditedWithItsButtonsAndATextHasNone() {
        var sent = bot.result(bot.call(
                "sendDocument",
                "{'chat_id': 1, 'document': 'attach://d', 'caption': 'Run it?',"
                        + " 'reply_markup': {'inline_keyboard': [[{'text': 'Yes', 'callback_data': 'y'}]]}}",
                Map.of("d", new FileContent("a.md", "text/markdown", new byte[] {1}))));
        var place = "'chat_id': 1, 'message_id': " + sent.path("message_id").asText();

        var edited =
                bot.ok("editMessageCaption", "{" + place + ", 'caption': 'Run it? <b>Yes</b>', 'parse_mode': 'HTML'}");

        assertThat(edited.path("caption").asText()).isEqualTo("Run it? Yes");
        assertThat(edited.has("reply_markup")).isFalse();
        assertThat(edited.at("/document/file_name").asText()).isEqualTo("a.md");
        var again = bot.refused(bot.call(
                "editMessageCaption",
                "{" + place + ", 'caption': 'Run it? Yes',"
                        + " 'caption_entities': [{'type': 'bold', 'offset': 8, 'length': 3}]}"));
        assertThat(again.getMessage()).contains("message is not modified");
        var text = bot.ok("sendMessage", "{'chat_id': 1, 'text': 'hi'}")
                .path("message_id")
                .asText();
        assertThat(bot.refused(bot.call(
                                "editMessageCaption", "{'chat_id': 1, 'caption': 'x', 'message_id': " + text + "}"))
                        .getMessage())
                .contains("there is no caption in the message to edit");
    }

    @Test
    void filesAreKeptWithoutTheLockAndOnlyAPersonsWaitForTheDisk() {
        var bytes = new CheckedBytes();
        var checked =
                new BotApiState(Clock.systemUTC(), LocalClient.BOT, new FileStore(bytes, FileStore.Limits.TELEGRAM));
        bytes.look = checked::chats;
        var client = new LocalClient(checked);
        client.createChat("A");
        var sender = new Bot(checked);

        sender.result(sender.call(
                "sendDocument",
                "{'chat_id': 1, 'document': 'attach://d'}",
                Map.of("d", new FileContent("a.md", "text/markdown", new byte[] {1}))));
        sender.result(sender.call(
                "sendPhoto",
                "{'chat_id': 1, 'photo': 'attach://d'}",
                Map.of("d", new FileContent("a.png", "image/png", Pictures.png(4, 3)))));
        Sending.file(client, new FileContent("b.txt", "text/plain", new byte[] {1}), "");

        assertThat(bytes.calls).containsExactly("keep BQAC-1", "keep BQAC-2", "keep BQAC-3", "sync BQAC-3");
    }

    @Test
    void theOldestFilesGoWhenAllTogetherAreTooLarge() {
        var bounded = new BotApiState(
                Clock.systemUTC(), LocalClient.BOT, new FileStore(FileStore.inMemory(), new FileStore.Limits(100, 10)));
        var removed = new ArrayList<String>();
        bounded.listen(event -> {
            if (event instanceof BotApiEvent.FileRemoved gone) {
                removed.add(gone.file().name());
            }
        });
        var client = new LocalClient(bounded);
        client.createChat("A");
        for (int i = 1; i <= 4; i++) {
            Sending.file(client, new FileContent("f" + i, "text/plain", new byte[4]), "");
        }
        assertThat(removed).containsExactly("f1", "f2");
        assertThat(client.messages(1, 0, 0, 50).path("messages")).hasSize(4);

        Sending.file(client, new FileContent("huge", "text/plain", new byte[20]), "");

        assertThat(removed).containsExactly("f1", "f2", "f3", "f4");
        assertThat(client.file("BQAC-5").name()).isEqualTo("huge");
    }

    /** Fails if somebody keeps a file while nobody else can look at the state. */
    private static final class CheckedBytes implements FileStore.Bytes {
        private final List<String> calls = new ArrayList<>();
        private Supplier<?> look = () -> "";

        @Override
        public void keep(String id, FileContent content) {
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
        state.listen(new Ear());

        bot.refused(bot.call("sendMessage", "{'chat_id': 2, 'text': 'hi'}"));
        bot.ok("getChat", "{'chat_id': 1}");

        assertThat(heard).isEmpty();
    }

    @Test
    void whoListensNoMoreHearsNothing() {
        var ear = new Ear();
        state.listen(ear);
        state.forget(ear);

        actions.rename(chat, "Bob");

        assertThat(heard).isEmpty();
    }

    @Test
    void confirmedUpdatesAreToldOnce() {
        actions.send(new Place(chat, chat.peer(), 0, 0), TypedText.of("hi"), Json.object());
        long id = bot.ok("getUpdates", "{}").get(0).path("update_id").asLong();
        var confirmed = new ArrayList<BotApiEvent>();
        state.listen(confirmed::add);

        bot.ok("getUpdates", "{'offset': " + (id + 1) + "}");
        bot.ok("getUpdates", "{'offset': " + (id + 1) + "}");

        assertThat(confirmed).containsExactly(new BotApiEvent.UpdatesConfirmed(id + 1));
    }

    @Test
    void aPrivateChatIsTitledByTheFirstNameOfItsPerson() {
        actions.rename(chat, "Refactor API");

        actions.send(new Place(chat, chat.peer(), 0, 0), TypedText.of("hi"), Json.object());

        var message = bot.ok("getUpdates", "{}").get(0).path("message");
        assertThat(message.at("/chat/first_name").asText()).isEqualTo("Refactor API");
        assertThat(message.at("/from/first_name").asText()).isEqualTo("Refactor API");
    }
}
