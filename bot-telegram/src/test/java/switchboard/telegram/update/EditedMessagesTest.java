package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.update.Updates.BY_ADA;
import static switchboard.telegram.update.Updates.BY_EVE;
import static switchboard.telegram.update.Updates.IN_GROUP;
import static switchboard.telegram.update.Updates.IN_PRIVATE;
import static switchboard.telegram.update.Updates.ME;
import static switchboard.telegram.update.Updates.text;
import static switchboard.telegram.update.Updates.update;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.objects.Update;
import switchboard.command.SlashCommands;
import switchboard.model.Content;
import switchboard.model.Wording;

/** Edits of messages as Telegram brings them: what they mean, and how those that come early join their messages. */
class EditedMessagesTest {

    private final UpdateRouter router =
            new UpdateRouter(ME, AccessPolicy.of(Set.of(Updates.ADA)), SlashCommands.installed());

    @Test
    void anEditSaysWhatTheMessageSaysByNow() {
        var edited = edited(edit(8, BY_ADA, IN_PRIVATE, text("why not?")));

        assertThat(edited.updateId()).isEqualTo(8);
        assertThat(edited.now())
                .isInstanceOfSatisfying(
                        Inbound.Ask.class, ask -> assertThat(ask.whole()).isEqualTo("why not?"));
        assertThat(edited.now().source().message()).isEqualTo(512);
        assertThat(edited.isCommand()).isFalse();
    }

    @Test
    void ofAStrangersEditNothingIsTaken() {
        assertPassedOver(edit(8, BY_EVE, IN_PRIVATE, text("why not?")));
        assertPassedOver(edit(8, BY_EVE, IN_GROUP, text("@my_bot why?", "mention", "@my_bot")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'location':{'latitude':1.5,'longitude':2.5,'live_period':900}",
                "'location':{'latitude':1.5,'longitude':2.5}",
                "'venue':{'location':{'latitude':1,'longitude':2},'title':'a','address':'b'},"
                        + "'location':{'latitude':1,'longitude':2}",
                "'text':'x','via_bot':{'id':9,'is_bot':true,'first_name':'gif'}",
                "'text':'x','forward_origin':{'type':'hidden_user','date':1,'sender_user_name':'Bob'}",
                "'dice':{'emoji':'x','value':3}"
            })
    void whatNobodyHasTypedIsNoEdit(String fields) {
        assertPassedOver(edit(8, BY_ADA, IN_PRIVATE, fields));
    }

    @Test
    void aCommandIsOneUnlessItOnlyAsks() {
        assertThat(edited(command("/status")).isCommand()).isTrue();
        assertThat(edited(command("/stauts")).isCommand()).isTrue();
        assertThat(edited(command("/ask")).isCommand()).isTrue();
        assertThat(edited(edit(8, BY_ADA, IN_PRIVATE, text("/ask why?", "bot_command", "/ask")))
                        .isCommand())
                .isFalse();
    }

    @Test
    void onlySoonAfterTheMessageAnEditMayMeanThatItIsForTheBotNow() {
        var mention = text("@my_bot why?", "mention", "@my_bot");

        assertThat(edited(edit(8, BY_ADA, IN_GROUP, mention + ",'edit_date':1795340600"))
                        .isNew())
                .isTrue();
        assertThat(edited(edit(8, BY_ADA, IN_GROUP, mention + ",'edit_date':1795340601"))
                        .isNew())
                .isFalse();
        assertThat(edited(edit(8, BY_ADA, IN_GROUP, text("why?") + ",'edit_date':1795340001"))
                        .isNew())
                .as("not for the bot")
                .isFalse();
    }

    @Test
    void aMarkTellsWhetherWordsOrFilesHaveChangedAndNothingElse() {
        var before = piece(edited(photo("cat", "look")));

        assertThat(before.isSame(piece(edited(photo("cat", "look"))))).isTrue();
        assertThat(before.isSame(piece(edited(photo("cat", "look again"))))).isFalse();
        assertThat(before.isSame(piece(edited(photo("dog", "look"))))).isFalse();
        assertThat(before.files()).isEqualTo(piece(edited(photo("cat", "x"))).files());
        assertThat(piece(edited(command("/status")))).isNotEqualTo(piece(edited(command("/stop"))));
        assertThat(piece(edited(photo("cat", ""))).content()).last().isEqualTo(new Content.Text("I sent a photo."));
    }

    @Test
    void aVoiceMessageWhoseCaptionIsTakenAwaySpeaksForItself() {
        var voice = "'voice':{'file_id':'f','file_unique_id':'u','duration':3}";

        assertThat(piece(edited(edit(8, BY_ADA, IN_PRIVATE, voice))).content())
                .hasSize(1)
                .allMatch(Content.Attachment.class::isInstance);
        assertThat(piece(edited(edit(8, BY_ADA, IN_PRIVATE, voice + ",'caption':'look'")))
                        .content())
                .last()
                .isEqualTo(new Content.Text("look"));
    }

    @Test
    void anEditThatComesWithItsMessageIsTakenWithIt() {
        var joined = join(said(7, 512, "why?"), edit(8, BY_ADA, IN_PRIVATE, text("why not?")));

        assertThat(joined).hasSize(1);
        assertThat(joined.getFirst().updateIds()).containsExactly(7L, 8L);
        var amended = (Inbound.Amended) joined.getFirst().inbound();
        assertThat(((Inbound.Ask) amended.now()).whole()).isEqualTo("why not?");
        assertThat(amended.now().source().updateId()).isEqualTo(7);
        assertThat(((Inbound.Ask) amended.sent()).whole()).isEqualTo("why?");
        assertThat(amended.edits()).hasSize(1);
        assertThat(amended.updateIds()).containsExactly(7L, 8L);
    }

    @Test
    void theEditOfACommandThatAsksSaysWhatItAsks() {
        var skill = edit(8, BY_ADA, IN_PRIVATE, text("/skill greet Bob", "bot_command", "/skill"));
        var ask = edit(8, BY_ADA, IN_PRIVATE, text("/ask who?", "bot_command", "/ask"));

        assertThat(piece(edited(skill)).content()).containsExactly(new Content.Text("/greet Bob"));
        assertThat(piece(edited(ask)).content()).containsExactly(new Content.Text("who?"));
    }

    @Test
    void anEditOfAnotherMessageComesAlone() {
        var joined = join(said(7, 511, "why?"), edit(8, BY_ADA, IN_PRIVATE, text("why not?")), said(9, 513, "and?"));

        assertThat(joined).hasSize(3);
        assertThat(joined.get(1).inbound()).isInstanceOf(Inbound.Edited.class);
    }

    @Test
    void aPieceOfAPasteThatIsStillComingIsTakenAsItIsByNow() {
        var full = "x".repeat(PasteJoiner.FULL);
        var joined = join(said(7, 511, full), said(8, 512, "the emd"), edit(9, BY_ADA, IN_PRIVATE, text("the end")));

        assertThat(joined).hasSize(1);
        assertThat(now(joined.getFirst())).isEqualTo(full + "the end");
        var wording = Wordings.of(((Inbound.Amended) joined.getFirst().inbound()).now(), 0, SlashCommands.installed());
        assertThat(wording.pieces()).extracting(Wording.Piece::message).containsExactly("511", "512");
    }

    @Test
    void aPieceOfAnAlbumThatIsStillComingIsTakenAsItIsByNowAndTheAlbumStaysOpen() {
        var joined = join(
                update(7, "'message':" + album(511, "a", "look")),
                update(8, "'edited_message':" + album(511, "a", "look here")),
                update(9, "'message':" + album(512, "b", "")));

        assertThat(joined).hasSize(1);
        assertThat(joined.getFirst().open()).isTrue();
        assertThat(now(joined.getFirst())).isEqualTo("look here");
        var sent = ((Inbound.Amended) joined.getFirst().inbound()).sent();
        assertThat(((Inbound.Ask) sent).whole()).isEqualTo("look");
        assertThat(sent.files()).hasSize(2);
    }

    @Test
    void whatIsNoLongerForTheBotInAGroupStaysAPrompt() {
        var mention = text("@my_bot why?", "mention", "@my_bot");
        var joined = join(
                update(7, "'message':" + Updates.body(BY_ADA, IN_GROUP, mention)),
                edit(8, BY_ADA, IN_GROUP, text("why not?")));

        assertThat(now(joined.getFirst())).isEqualTo("why not?");
    }

    private static String now(PasteJoiner.Joined joined) {
        return ((Inbound.Ask) ((Inbound.Amended) joined.inbound()).now()).whole();
    }

    private List<PasteJoiner.Joined> join(Update... updates) {
        return PasteJoiner.join(
                List.of(updates).stream().map(router::route).toList(),
                LongStream.range(0, updates.length)
                        .mapToObj(each -> (long) updates[(int) each].getUpdateId())
                        .toList());
    }

    private Inbound.Edited edited(Update update) {
        return (Inbound.Edited) router.route(update);
    }

    private static Wording.Piece piece(Inbound.Edited edited) {
        return Wordings.piece(edited.now(), SlashCommands.installed());
    }

    private void assertPassedOver(Update update) {
        assertThat(router.route(update)).isInstanceOf(Inbound.Nothing.class);
    }

    private static Update command(String command) {
        return edit(8, BY_ADA, IN_PRIVATE, text(command, "bot_command", command));
    }

    private static Update edit(long id, String by, String in, String fields) {
        return update(id, "'edited_message':" + Updates.body(by, in, fields));
    }

    /** Telegram may give a file another id each time, but not another unique one. */
    private static Update photo(String file, String caption) {
        return edit(8, BY_ADA, IN_PRIVATE, picture(file) + ",'caption':'" + caption + "'");
    }

    private static String picture(String file) {
        return "'photo':[{'file_id':'" + System.nanoTime() + "','file_unique_id':'" + file + "','width':1,'height':1}]";
    }

    private static String album(int message, String file, String caption) {
        return "{'message_id':" + message + ",'date':1795340000," + BY_ADA + "," + IN_PRIVATE + ",'media_group_id':'g',"
                + picture(file) + ",'caption':'" + caption + "'}";
    }

    private static Update said(long id, int message, String words) {
        return update(
                id,
                "'message':{'message_id':" + message + ",'date':1795340000," + BY_ADA + "," + IN_PRIVATE + ","
                        + text(words) + "}");
    }
}
