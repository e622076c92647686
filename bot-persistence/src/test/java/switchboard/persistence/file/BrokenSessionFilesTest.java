package switchboard.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.chat.SessionSetAside;
import switchboard.model.ChatId;

final class BrokenSessionFilesTest extends StoreFixture {

    private static final ChatId CHAT = ChatId.of(123);
    private static final String ASIDE = "123.json.broken-20260203-040506";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not JSON",
                "{'version':1,'chat_id':123,'session_id':'a'",
                "{'version':1,'chat_id':123,'session_id':'a','working_dir':'/w'} twice",
                "{'version':2,'chat_id':123,'session_id':'a','working_dir':'/w'}",
                "{'version':1,'chat_id':124,'session_id':'a','working_dir':'/w'}",
                "{'version':1,'chat_id':123,'session_id':'','working_dir':'/w'}",
                "{'version':1,'chat_id':123,'session_id':'a','working_dir':'/w','saved_at':'today'}",
                "{'version':1,'chat_id':123,'session_id':'a','working_dir':'/w','revision':0}",
                "{'version':1,'chat_id':123,'session_id':'a','working_dir':'/w','inbox':[null]}"
            })
    void aFileThatIsNoSessionIsSetAsideAndItsChatStartsAgain(String quoted) {
        var content = quoted.replace('\'', '"');
        write("123.json", content);
        var store = open();
        assertThat(revision(store, CHAT)).isZero();
        assertThat(file("123.json")).doesNotExist();
        assertThat(file(ASIDE)).hasContent(content);
        assertThat(setAside).containsExactly(new SessionSetAside(CHAT, ASIDE));

        store(store, full(CHAT), 1);
        assertThat(revision(store, CHAT)).isEqualTo(1);
        assertThat(file(ASIDE)).hasContent(content);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.25, 0.5, 0.75, 0.999})
    void aFileThatWasCutShortIsSetAside(double part) throws IOException {
        var store = open();
        store(store, full(CHAT), 1);
        var whole = Files.readString(file("123.json"));
        var cut = whole.substring(0, (int) (whole.length() * part));
        write("123.json", cut);

        assertThat(revision(store, CHAT)).isZero();
        assertThat(file(ASIDE)).hasContent(cut);
        assertThat(setAside).containsExactly(new SessionSetAside(CHAT, ASIDE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 35_000, 69_999})
    void aTextBesideItThatWasCutShortSetsBothAside(int length) throws IOException {
        var store = open();
        store(store, fresh(CHAT).accept(prompt("x".repeat(70_000))), 1);
        var text = file("bodies/123").resolve(names(file("bodies/123")).getFirst());
        Files.writeString(text, "x".repeat(length));

        assertThat(revision(store, CHAT)).isZero();
        assertThat(file(ASIDE)).exists();
        assertThat(names(file("bodies"))).containsExactly("123.broken-20260203-040506");
        assertThat(setAside).containsExactly(new SessionSetAside(CHAT, ASIDE));
    }

    @Test
    void oneBrokenFileNeverTakesThePlaceOfAnother() {
        var store = open();
        for (var content : List.of("one", "two", "three")) {
            write("123.json", content);
            assertThat(revision(store, CHAT)).isZero();
        }
        assertThat(file(ASIDE)).hasContent("one");
        assertThat(file(ASIDE + "-2")).hasContent("two");
        assertThat(file(ASIDE + "-3")).hasContent("three");
    }

    @Test
    void aDirectoryWithASessionFilesNameIsSetAsideToo() throws IOException {
        Files.createDirectories(file("123.json"));
        assertThat(revision(open(), CHAT)).isZero();
        assertThat(file(ASIDE)).isDirectory();
    }

    @Test
    void aFileThatBreaksUnderARunningChatIsSetAsideAndNothingIsLost() {
        var store = open();
        store(store, full(CHAT), 1);
        write("123.json", "edited by hand, badly");
        var state = full(CHAT);
        store(store, state, 2);
        assertThat(load(store, CHAT)).isEqualTo(state);
        assertThat(file(ASIDE)).hasContent("edited by hand, badly");
        assertThat(setAside).isEmpty();
    }

    @Test
    void theTextsOfABrokenFileAreKeptWithIt() {
        var store = open();
        store(store, fresh(CHAT).accept(prompt("x".repeat(70_000))), 1);
        write("123.json", "broken");
        assertThat(revision(store, CHAT)).isZero();
        store(store, fresh(CHAT), 1);
        assertThat(names(file("bodies"))).containsExactly("123.broken-20260203-040506");
        assertThat(names(file("bodies/123.broken-20260203-040506"))).hasSize(1);
    }
}
