package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.update.Updates.ADA;
import static switchboard.telegram.update.Updates.BY_ADA;
import static switchboard.telegram.update.Updates.BY_EVE;
import static switchboard.telegram.update.Updates.IN_GROUP;
import static switchboard.telegram.update.Updates.IN_PRIVATE;
import static switchboard.telegram.update.Updates.entity;
import static switchboard.telegram.update.Updates.message;
import static switchboard.telegram.update.Updates.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.objects.Update;
import switchboard.command.SlashCommands;
import switchboard.files.ChatFiles;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Attachment.Kind;
import switchboard.model.Content.Quote;
import switchboard.model.Content.Text;

/** Photos, files, places and the like, as prompts. */
class MediaMessagesTest {

    private static final String PHOTO = "'photo':[{'file_id':'small','file_unique_id':'s','width':90,'height':51},"
            + "{'file_id':'large','file_unique_id':'l','width':1280,'height':720,'file_size':70000},"
            + "{'file_id':'medium','file_unique_id':'m','width':800,'height':450}]";
    private static final Attachment LARGEST =
            new Attachment("l:large", Kind.PHOTO, "photo.jpg", "image/jpeg", 70_000L, "l");
    private static final String FILE = "'document':{'file_id':'f','file_unique_id':'u','file_name':'a (1).pdf',"
            + "'mime_type':'application/pdf','file_size':5000000000}";
    private static final String CAPTION = ",'caption':'what is *this*?'";

    private final UpdateRouter router =
            new UpdateRouter(Updates.ME, AccessPolicy.of(Set.of(ADA)), SlashCommands.installed());

    @Test
    void ofAPhotoTheLargestSizeIsTakenAndTheCaptionIsThePrompt() {
        assertThat(prompt(PHOTO + CAPTION)).containsExactly(LARGEST, new Text("what is *this*?"));
    }

    @Test
    void aCaptionMayBeACommandByItsSign() {
        assertThat(router.route(message(BY_ADA, IN_PRIVATE, PHOTO + ",'caption':'!!look at this'")))
                .isInstanceOfSatisfying(Inbound.Slash.class, slash -> {
                    assertThat(slash.name()).isEqualTo("instead");
                    assertThat(slash.attached(false)).containsExactly(LARGEST);
                    assertThat(slash.whole()).isEqualTo("look at this");
                });
    }

    @Test
    void withoutACaptionASentenceSaysWhatCame() {
        assertThat(prompt(PHOTO)).containsExactly(LARGEST, new Text("I sent a photo."));
    }

    @Test
    void theFormattingOfACaptionIsKept() {
        var bold = ",'caption':'really?','caption_entities':[" + entity("bold", 0, 6) + "]";

        assertThat(prompt(PHOTO + bold)).contains(new Text("**really**?"));
    }

    @Test
    void aLivePhotoIsAPhoto() {
        var moving = ",'live_photo':{'file_id':'v','file_unique_id':'w','width':1,'height':1,'duration':1}";

        assertThat(prompt(PHOTO + moving)).startsWith(LARGEST);
    }

    @Test
    void aFileHasItsNameTypeAndSize() {
        assertThat(prompt(FILE))
                .containsExactly(
                        new Attachment("u:f", Kind.FILE, "a (1).pdf", "application/pdf", 5_000_000_000L, "u"),
                        new Text("I sent a file, “a _1_.pdf”."));
        assertThat(prompt("'document':{'file_id':'f','file_unique_id':'u'}"))
                .containsExactly(new Attachment("u:f", Kind.FILE, "file", null, null, "u"), new Text("I sent a file."));
    }

    @Test
    void aVoiceMessageSpeaksForItself() {
        var voice = "'voice':{'file_id':'f','file_unique_id':'u','duration':3,'mime_type':'audio/ogg','file_size':7}";
        var note = new Attachment("u:f", Kind.VOICE, "voice.ogg", "audio/ogg", 7L, "u");

        assertThat(prompt(voice)).containsExactly(note);
        assertThat(prompt(voice + ",'caption':'what is this?'")).containsExactly(note, new Text("what is this?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'document':{@,'mime_type':'image/heic'} | FILE | file.heic | image/heic | a file",
                "'audio':{@,'duration':3,'mime_type':'audio/mpeg','title':'Song'} | AUDIO | Song.mp3 | audio/mpeg | an audio file",
                "'audio':{@,'duration':3,'mime_type':'audio/mp4'} | AUDIO | audio.m4a | audio/mp4 | an audio file",
                "'audio':{@,'duration':3,'mime_type':'audio/mpeg','file_name':'s.mp3'} | AUDIO | s.mp3 | audio/mpeg | an audio file",
                "'video':{@,'duration':3,'width':1,'height':1} | VIDEO | video.mp4 | video/mp4 | a video",
                "'video':{@,'duration':3,'width':1,'height':1,'file_name':'v.mov','mime_type':'video/quicktime'} | VIDEO"
                        + " | v.mov | video/quicktime | a video",
                "'video_note':{@,'duration':3,'length':240} | VIDEO | video_note.mp4 | video/mp4 | a video message",
                "'animation':{@,'duration':3,'width':1,'height':1},'document':{@} | VIDEO | animation.mp4 | video/mp4"
                        + " | an animation",
                "'sticker':{@,'type':'regular','width':1,'height':1,'is_animated':false,'is_video':false,'emoji':'😀'}"
                        + " | PHOTO | sticker.webp | image/webp | a sticker: 😀"
            })
    void eachKindOfFileIsAttached(String fields, Kind kind, String name, String mediaType, String what) {
        assertThat(prompt(fields.replace("@", "'file_id':'f','file_unique_id':'u','file_size':7")))
                .containsExactly(
                        new Attachment("u:f", kind, name, mediaType, 7L, "u"), new Text("I sent " + what + "."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'sticker':{'file_id':'f','file_unique_id':'u','type':'regular','width':1,'height':1,"
                        + "'is_animated':true,'is_video':false,'emoji':'😀'} | a sticker: 😀",
                "'sticker':{'file_id':'f','file_unique_id':'u','type':'regular','width':1,'height':1,"
                        + "'is_animated':false,'is_video':true} | a sticker",
                "'location':{'latitude':48.2082,'longitude':-16.3738} | a location: 48.208200, -16.373800",
                "'venue':{'location':{'latitude':48.2,'longitude':16.3},'title':'Café','address':'Ring 1'},"
                        + "'location':{'latitude':48.2,'longitude':16.3} | a place: Café, Ring 1 (48.200000, 16.300000)",
                "'contact':{'phone_number':'+43 1','first_name':'Bob'} | a contact: Bob, +43 1",
                "'contact':{'phone_number':'+43 1','first_name':'Bob','last_name':'Ross'} | a contact: Bob Ross, +43 1",
                "'poll':{'id':'1','question':'Where to?','options':[{'text':'Home','voter_count':2},"
                        + "{'text':'Work','voter_count':0}],'total_voter_count':2} | a poll: “Where to?” Home (2), Work"
            })
    void whatHasNoFileIsOneLineOfText(String fields, String what) {
        assertThat(prompt(fields)).containsExactly(new Text("I sent " + what + "."));
    }

    @Test
    void theWordsOfAPollAreOneLineWithoutHiddenCharacters() {
        var poll = "'poll':{'id':'1','question':'a\\nb\u202e','options':[{'text':'c\\nd','voter_count':0}],"
                + "'total_voter_count':0}";

        assertThat(prompt(poll)).containsExactly(new Text("I sent a poll: “a b” c d."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..\\\\..\\\\x",
                "/etc/passwd",
                "x\u202efdp.exe",
                ".ssh",
                "a\\nb.txt",
                "a\u0085b\u009bc\u2028d\u2029e.txt"
            })
    void aHostileNameLiesInTheChatsDirectory(String name) {
        assertLiesInItsDirectory(name);
    }

    @Test
    void aNameOf300BytesIsShortenedAndKeepsItsEnding() {
        assertLiesInItsDirectory("ü".repeat(150) + ".pdf");
        var file = (Attachment) prompt(named("ü".repeat(150) + ".pdf")).getFirst();

        assertThat(ChatFiles.name(file)).startsWith("üü").endsWith(".pdf");
    }

    private void assertLiesInItsDirectory(String name) {
        var prompt = prompt(named(name));
        var files = new ChatFiles(Path.of("/files"));
        var path = files.path(ChatId.of(ADA), (Attachment) prompt.getFirst());

        assertThat(path.normalize()).isEqualTo(path);
        assertThat(path.getParent()).isEqualTo(files.directory(ChatId.of(ADA)));
        var last = path.getFileName().toString();
        assertThat(last.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(16 + 1 + 120);
        assertThat(last).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        assertThat(prompt.getLast().text()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}/]");
    }

    private static String named(String name) {
        return "'document':{'file_id':'f','file_unique_id':'u','file_name':'" + name + "'}";
    }

    @Test
    void inAGroupACaptionMustAddressTheBot() {
        var mention = ",'caption':'@my_bot look','caption_entities':[" + entity("mention", 0, 7) + "]";
        var bare = ",'caption':'@my_bot','caption_entities':[" + entity("mention", 0, 7) + "]";

        assertThat(content(message(BY_ADA, IN_GROUP, PHOTO + mention))).containsExactly(LARGEST, new Text("look"));
        assertThat(content(message(BY_ADA, IN_GROUP, PHOTO + bare)))
                .containsExactly(LARGEST, new Text("I sent a photo."));
        assertThat(router.route(message(BY_ADA, IN_GROUP, PHOTO + ",'caption':'look'")))
                .isInstanceOf(Inbound.Nothing.class);
        assertThat(router.route(message(BY_ADA, IN_GROUP, PHOTO))).isInstanceOf(Inbound.Nothing.class);
    }

    @Test
    void inAGroupAPhotoThatRepliesToTheBotIsMeantForIt() {
        var mine = ",'reply_to_message':{'message_id':500,'date':1," + IN_GROUP
                + ",'from':{'id':42,'is_bot':true,'first_name':'Bot'},'text':'Show me.'}";

        assertThat(content(message(BY_ADA, IN_GROUP, PHOTO + mine)))
                .containsExactly(
                        new Quote(Quote.Origin.OWN_MESSAGE, null, "Show me."), LARGEST, new Text("I sent a photo."));
    }

    @Test
    void aCommandInACaptionTakesTheFileAlong() {
        var caption = ",'caption':'/ask why?','caption_entities':[" + entity("bot_command", 0, 4) + "]";
        var slash = (Inbound.Slash) router.route(message(BY_ADA, IN_GROUP, PHOTO + caption));

        assertThat(slash.name()).isEqualTo("ask");
        assertThat(slash.whole()).isEqualTo("why?");
        assertThat(slash.attached(false)).containsExactly(LARGEST);
    }

    @Test
    void aCaptionForAnotherBotIsPassedOver() {
        var caption = ",'caption':'/ask@other_bot why?','caption_entities':[" + entity("bot_command", 0, 14) + "]";

        assertThat(router.route(message(BY_ADA, IN_GROUP, PHOTO + caption))).isInstanceOf(Inbound.Nothing.class);
    }

    @ParameterizedTest
    @CsvSource({"/compare, 8", "/ask@other_bot why?, 14"})
    void aPieceOfAnAlbumIsNotLostForACaptionThatIsForAnotherBot(String words, int command) {
        var mine = ",'reply_to_message':{'message_id':500,'date':1," + IN_GROUP
                + ",'from':{'id':42,'is_bot':true,'first_name':'Bot'},'text':'Show me.'},'media_group_id':'5'";
        var caption = ",'caption':'" + words + "','caption_entities':[" + entity("bot_command", 0, command) + "]";
        var pieces = Stream.of(PHOTO + mine, PHOTO + mine + caption)
                .map(fields -> router.route(message(BY_ADA, IN_GROUP, fields)))
                .toList();

        var album = (Inbound.Ask)
                PasteJoiner.join(pieces, List.of(1L, 2L)).getFirst().inbound();
        assertThat(album.content(true)).containsExactly(LARGEST, LARGEST, new Text(words));
    }

    @Test
    void aForwardedFileSaysFromWhom() {
        var from = ",'forward_origin':{'type':'hidden_user','date':1,'sender_user_name':'Mallory'}";
        var command = ",'caption':'/stop','caption_entities':[" + entity("bot_command", 0, 5) + "]";

        assertThat(prompt(PHOTO + CAPTION + from))
                .containsExactly(LARGEST, new Quote(Quote.Origin.FORWARD, "Mallory", "what is *this*?"));
        assertThat(prompt(PHOTO + from))
                .containsExactly(LARGEST, new Quote(Quote.Origin.FORWARD, "Mallory", "(a photo)"));
        assertThat(prompt(PHOTO + command + from))
                .containsExactly(LARGEST, new Quote(Quote.Origin.FORWARD, "Mallory", "/stop"));
    }

    @Test
    void aFileThatIsRepliedToComesAlong() {
        var photo = replied(PHOTO);
        var captioned = replied(PHOTO + CAPTION);
        var place = replied("'location':{'latitude':48.2,'longitude':16.3}");

        assertThat(prompt(text("this one") + photo)).containsExactly(quote("(a photo)"), LARGEST, new Text("this one"));
        assertThat(prompt(text("this one") + captioned))
                .containsExactly(quote("what is *this*?"), LARGEST, new Text("this one"));
        assertThat(prompt(text("how far?") + place))
                .containsExactly(quote("(a location: 48.200000, 16.300000)"), new Text("how far?"));
    }

    @Test
    void theChosenPartOfACaptionIsQuotedAndTheFileComesAlong() {
        var part = ",'quote':{'text':'what','position':0,'is_manual':true}";

        assertThat(prompt(text("this") + replied(PHOTO + CAPTION) + part))
                .containsExactly(new Quote(Quote.Origin.PART_OF_MESSAGE, "Eve", "what"), LARGEST, new Text("this"));
    }

    @Test
    void aBareMentionThatRepliesToAPhotoAsksAboutIt() {
        var mention = text("@my_bot", "mention", "@my_bot");

        assertThat(content(message(BY_ADA, IN_GROUP, mention + replied(PHOTO))))
                .containsExactly(quote("(a photo)"), LARGEST);
    }

    @Test
    void aBareMentionThatRepliesToAFileOfTheBotIsAnsweredByASentence() {
        var mine = ",'reply_to_message':{'message_id':500,'date':1," + IN_GROUP
                + ",'from':{'id':42,'is_bot':true,'first_name':'Bot'}," + FILE + "}";

        assertThat(router.route(message(BY_ADA, IN_GROUP, text("@my_bot", "mention", "@my_bot") + mine)))
                .isInstanceOf(Inbound.Tell.class);
    }

    @Test
    void aFileOfAnotherChatComesAlongToo() {
        var outside =
                ",'external_reply':{'origin':{'type':'hidden_user','date':1,'sender_user_name':'Carol'}," + PHOTO + "}";

        assertThat(prompt(text("and this?") + outside))
                .containsExactly(new Quote(Quote.Origin.MESSAGE, "Carol", "(a photo)"), LARGEST, new Text("and this?"));
    }

    @Test
    void aStrangersPhotoIsNotTaken() {
        assertThat(router.route(message(BY_EVE, IN_PRIVATE, PHOTO))).isInstanceOf(Inbound.Stranger.class);
    }

    /** A message of Eve to which Ada replies. */
    private static String replied(String fields) {
        return ",'reply_to_message':{'message_id':500,'date':1," + IN_GROUP + "," + BY_EVE + "," + fields + "}";
    }

    private static Quote quote(String words) {
        return new Quote(Quote.Origin.MESSAGE, "Eve", words);
    }

    private List<Content> prompt(String fields) {
        return content(message(BY_ADA, IN_PRIVATE, fields));
    }

    private List<Content> content(Update update) {
        return ((Inbound.Ask) router.route(update)).content(false);
    }
}
