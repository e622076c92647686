package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;
import static switchboard.telegram.update.Updates.ADA;
import static switchboard.telegram.update.Updates.BY_ADA;
import static switchboard.telegram.update.Updates.BY_EVE;
import static switchboard.telegram.update.Updates.EVE;
import static switchboard.telegram.update.Updates.GROUP;
import static switchboard.telegram.update.Updates.IN_GROUP;
import static switchboard.telegram.update.Updates.IN_PRIVATE;
import static switchboard.telegram.update.Updates.ME;
import static switchboard.telegram.update.Updates.SAID_AT;
import static switchboard.telegram.update.Updates.body;
import static switchboard.telegram.update.Updates.entity;
import static switchboard.telegram.update.Updates.message;
import static switchboard.telegram.update.Updates.text;
import static switchboard.telegram.update.Updates.update;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.objects.Update;
import switchboard.command.SlashCommands;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;

class UpdateRouterTest {

    private static final AccessPolicy ADA_ONLY = AccessPolicy.of(Set.of(ADA));
    private static final String MY_MESSAGE = "'reply_to_message':{'message_id':500,'date':1795330000," + IN_GROUP
            + ",'from':{'id':42,'is_bot':true,'first_name':'Bot'},'text':'an answer'}";

    private static final String FROM_BOB =
            "'forward_origin':{'type':'user','date':1,'sender_user':{'id':333,'is_bot':false,'first_name':'Bob'}}";
    private static final String BY_BOB_500 = "'reply_to_message':{'message_id':500,'date':1," + IN_GROUP
            + ",'from':{'id':333,'is_bot':false,'first_name':'Bob'},'text':'It fails\\nin main','entities':["
            + entity("code", 12, 4) + "]}";

    private final UpdateRouter router = router(false);

    @Test
    void aTextInPrivateIsAsked() {
        var inbound = router.route(message(BY_ADA, IN_PRIVATE, text("why does it fail?")));

        var source = new Inbound.Source(
                7,
                ChatId.of(ADA),
                512,
                new Caller("111", "Ada King", Caller.Role.OWNER, true),
                new ChatName("Ada King", null),
                SAID_AT,
                EntityText.plain("why does it fail?"),
                "");
        assertThat(inbound).isEqualTo(new Inbound.Ask(source, "why does it fail?", 0));
    }

    @Test
    void aReplyNamesTheMessageItRepliesTo() {
        var inbound = router.route(message(
                BY_ADA,
                IN_PRIVATE,
                text("no, the other") + ",'reply_to_message':{'message_id':499,'date':1795330000," + IN_PRIVATE + "}"));

        assertThat(asked(inbound).repliesTo()).isEqualTo(499);
    }

    @ParameterizedTest
    @CsvSource({
        "/status, /status, status, ''",
        "/ask@my_bot why not?, /ask@my_bot, ask, why not?",
        "/ASK@My_Bot why, /ASK@My_Bot, ASK, why",
        "/cd   src/main  , /cd, cd, src/main"
    })
    void aCommandIsInvokedWithWhatFollowsIt(String words, String command, String name, String argument) {
        for (var in : Set.of(IN_PRIVATE, IN_GROUP)) {
            var inbound = (Inbound.Slash) router.route(message(BY_ADA, in, text(words, "bot_command", command)));

            assertThat(inbound.name()).isEqualTo(name);
            assertThat(inbound.whole()).isEqualTo(argument);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "!git status | wc, shell, git status | wc",
        "'  ! ls  -l ', shell, ls  -l",
        "!echo @my_bot hi!, shell, echo @my_bot hi!",
        "!ls\\npwd, shell, 'ls\npwd'",
        "!, shell, ''",
        "'! ', shell, ''",
        "!!no do this, instead, no do this",
        "'!! ', instead, ''"
    })
    void aSignAtTheBeginningGivesItsCommandWithAllBehindItAsItIs(String words, String name, String argument) {
        var inbound = (Inbound.Slash) router.route(message(BY_ADA, IN_PRIVATE, text(words)));

        assertThat(inbound.name()).isEqualTo(name);
        assertThat(inbound.whole()).isEqualTo(argument);
    }

    @Test
    void inAGroupASignCountsWhereTheBotIsAddressed() {
        assertOverheard(message(BY_ADA, IN_GROUP, text("!ls")));
        for (var words : Set.of(text("@my_bot !ls", "mention", "@my_bot"), text("!ls") + "," + MY_MESSAGE)) {
            assertThat(router.route(message(BY_ADA, IN_GROUP, words)))
                    .isInstanceOfSatisfying(Inbound.Slash.class, slash -> {
                        assertThat(slash.name()).isEqualTo("shell");
                        assertThat(slash.whole()).isEqualTo("ls");
                    });
        }
        assertThat(((Inbound.Slash)
                                router.route(message(BY_ADA, IN_GROUP, text("!echo @my_bot", "mention", "@my_bot"))))
                        .whole())
                .as("it runs as it is")
                .isEqualTo("echo @my_bot");
        assertThat(asked(router.route(message(BY_ADA, IN_GROUP, text("stop @my_bot !ls", "mention", "@my_bot"))))
                        .text())
                .isEqualTo("stop  !ls");
    }

    @Test
    void aForwardedSignIsText() {
        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, text("!ls") + "," + FROM_BOB)), false))
                .isEqualTo("> Forwarded from Bob:\n> !ls");
    }

    @Test
    void whereShellCommandsAreOffTheSignIsText() {
        var off = new UpdateRouter(ME, ADA_ONLY, SlashCommands.installed().without("shell"));

        assertThat(asked(off.route(message(BY_ADA, IN_PRIVATE, text("!ls")))).text())
                .isEqualTo("!ls");
        assertThat(off.route(message(BY_ADA, IN_PRIVATE, text("!!no")))).isInstanceOf(Inbound.Slash.class);
    }

    @Test
    void aSlashWordNearNoCommandIsTextInPrivateAndLeftToOtherBotsInGroups() {
        var words = text("/login returns 500\\nsince the deploy, why?", "bot_command", "/login");

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, words)), false))
                .isEqualTo("/login returns 500\nsince the deploy, why?");
        assertOverheard(message(BY_ADA, IN_GROUP, words));
    }

    @Test
    void wordsToTheBotInAGroupAreTextThoughTheyBeginWithASlashButABareWordIsForAnotherBot() {
        var words = text("/login returns 500, why?", "bot_command", "/login");
        var mentions = text("/login returns 500 @my_bot") + ",'entities':[" + entity("bot_command", 0, 6) + ","
                + entity("mention", 19, 7) + "]";

        assertThat(asked(router.route(message(BY_ADA, IN_GROUP, words + "," + MY_MESSAGE)))
                        .text())
                .isEqualTo("/login returns 500, why?");
        assertThat(asked(router.route(message(BY_ADA, IN_GROUP, mentions))).text())
                .isEqualTo("/login returns 500 @my_bot");
        assertPassedOver(message(BY_ADA, IN_GROUP, text("/translate", "bot_command", "/translate") + "," + MY_MESSAGE));
    }

    @Test
    void aSlashWordNearNoCommandThatNamesTheBotIsTextInGroupsToo() {
        var inbound =
                router.route(message(BY_ADA, IN_GROUP, text("/weather@my_bot Rome", "bot_command", "/weather@my_bot")));

        assertThat(prompt(inbound, false)).isEqualTo("/weather Rome");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/statsu", "/statsu now", "/stauts  now\\nand here", "/satuts"})
    void aSlashWordNearACommandIsAskedAboutWithAllThatFollowsIt(String words) {
        var inbound = router.route(message(BY_ADA, IN_PRIVATE, text(words, "bot_command", words.split(" ", 2)[0])));

        assertThat(inbound)
                .isInstanceOfSatisfying(
                        Inbound.Slash.class,
                        slash -> assertThat("/" + slash.name() + slash.markdown())
                                .isEqualTo(words.replace("\\n", "\n")));
    }

    @Test
    void aLongMessageIsNoMistypedCommand() {
        var words = "/statsu " + "x".repeat(1_000);

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, text(words, "bot_command", "/statsu"))), false))
                .isEqualTo(words);
    }

    @Test
    void aPasteIsNoCommandThoughItBeginsLikeOne() {
        var log = "/stop 404 1ms\\n" + "x".repeat(PasteJoiner.CUT_FROM);
        var ask = "/ask " + "x".repeat(PasteJoiner.CUT_FROM);

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, text(log, "bot_command", "/stop"))), false))
                .isEqualTo(log.replace("\\n", "\n"));
        assertThat(router.route(message(BY_ADA, IN_PRIVATE, text(ask, "bot_command", "/ask"))))
                .isInstanceOf(Inbound.Slash.class);
    }

    @ParameterizedTest
    @CsvSource({"/login.php is gone, /login", "/status? what is that, /status", "/path/to/file is broken, ''"})
    void aWordThatOnlyBeginsLikeACommandIsText(String words, String marked) {
        var fields = marked.isEmpty() ? text(words) : text(words, "bot_command", marked);

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, fields)), false))
                .isEqualTo(words);
    }

    @Test
    void aCommandForAnotherBotIsPassedOverInGroupsAndTextInPrivateWhereThereIsNoOther() {
        var words = text("/status@other_bot", "bot_command", "/status@other_bot");

        assertOverheard(message(BY_ADA, IN_GROUP, words));
        assertPassedOver(message(BY_ADA, IN_GROUP, words + "," + MY_MESSAGE));
        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, words)), false))
                .isEqualTo("/status@other_bot");
    }

    @Test
    void aForwardedCommandIsSomebodyElsesText() {
        var words = text("/stop", "bot_command", "/stop") + "," + FROM_BOB;

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, words)), false))
                .isEqualTo("> Forwarded from Bob:\n> /stop");
    }

    @Test
    void whatIsForwardedIntoAGroupAddressesNobody() {
        assertOverheard(
                message(BY_ADA, IN_GROUP, text("/stop@my_bot", "bot_command", "/stop@my_bot") + "," + FROM_BOB));
        assertOverheard(message(BY_ADA, IN_GROUP, text("@my_bot stop", "mention", "@my_bot") + "," + FROM_BOB));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'hidden_user','date':1,'sender_user_name':'Mallory'} | Mallory",
                "{'type':'chat','date':1,'sender_chat':{'id':-5,'type':'group','title':'Ops'}} | Ops",
                "{'type':'channel','date':1,'message_id':3,'chat':{'id':-6,'type':'channel','title':'News'}} | News"
            },
            quoteCharacter = '"')
    void whoeverWroteIt(String origin, String name) {
        var inbound = router.route(message(BY_ADA, IN_PRIVATE, text("all is well") + ",'forward_origin':" + origin));

        assertThat(prompt(inbound, false)).isEqualTo("> Forwarded from " + name + ":\n> all is well");
    }

    @Test
    void aResultOfAnotherBotIsTextThoughItBeginsWithASlash() {
        var via = ",'via_bot':{'id':9,'is_bot':true,'first_name':'Gif'}";

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, text("/new", "bot_command", "/new") + via)), false))
                .isEqualTo("/new");
    }

    @Test
    void theAddressBehindALinkedWordReachesClaude() {
        var words = text("see the report") + ",'entities':[{'type':'text_link','offset':8,'length':6,"
                + "'url':'https://ci.example/42'}]";

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, words)), false))
                .isEqualTo("see the [report](https://ci.example/42)");
    }

    @Test
    void whatAReplyRepliesToIsQuoted() {
        var inbound =
                router.route(message(BY_ADA, IN_GROUP, text("@my_bot why?", "mention", "@my_bot") + "," + BY_BOB_500));

        assertThat(prompt(inbound, false))
                .isEqualTo("> Replying to the message of Bob:\n> It fails\n> in `main`\n\nwhy?");
        assertThat(asked(inbound).whole()).isEqualTo("why?");
    }

    @Test
    void thePartThatThePersonHasChosenIsQuotedInsteadOfAllOfIt() {
        var part = ",'quote':{'text':'in main','position':9,'is_manual':true}";
        var theirs = router.route(message(BY_ADA, IN_PRIVATE, text("which?") + "," + BY_BOB_500 + part));
        var mine = router.route(message(
                BY_ADA,
                IN_GROUP,
                text("which?") + "," + MY_MESSAGE + ",'quote':{'text':'an','position':0,'is_manual':true}"));

        assertThat(prompt(theirs, false))
                .isEqualTo("> Replying to this part of the message of Bob:\n> in main\n\nwhich?");
        assertThat(prompt(mine, true)).isEqualTo("> Replying to this part of your message:\n> an\n\nwhich?");
    }

    @Test
    void theBotsOwnMessageIsQuotedShortUnlessClaudeKnowsIt() {
        var inbound = router.route(
                message(BY_ADA, IN_PRIVATE, text("go on") + "," + MY_MESSAGE.replace("an answer", "x".repeat(600))));

        assertThat(prompt(inbound, false))
                .isEqualTo("> Replying to your message:\n> " + "x".repeat(499) + "…\n\ngo on");
        assertThat(prompt(inbound, true)).isEqualTo("go on");
    }

    @Test
    void ofAMessageElsewhereThePartThatIsShownIsQuoted() {
        var outside = ",'external_reply':{'origin':{'type':'hidden_user','date':1,'sender_user_name':'Carol'}},"
                + "'quote':{'text':'port 8080','position':0}";

        assertThat(prompt(router.route(message(BY_ADA, IN_PRIVATE, text("free?") + outside)), false))
                .isEqualTo("> Replying to this part of the message of Carol:\n> port 8080\n\nfree?");
    }

    @Test
    void inATopicItIsNotTheTopicsRootThatIsQuoted() {
        var root = ",'is_topic_message':true,'message_thread_id':77,'reply_to_message':{'message_id':77,'date':1,"
                + IN_GROUP + "," + BY_EVE + ",'text':'the root'}";
        var outside = ",'external_reply':{'origin':{'type':'hidden_user','date':1,'sender_user_name':'Carol'}},"
                + "'quote':{'text':'port 8080','position':0}";
        var words = text("@my_bot free?", "mention", "@my_bot") + root;

        assertThat(prompt(router.route(message(BY_ADA, IN_GROUP, words)), false))
                .isEqualTo("free?");
        assertThat(prompt(router.route(message(BY_ADA, IN_GROUP, words + outside)), false))
                .isEqualTo("> Replying to this part of the message of Carol:\n> port 8080\n\nfree?");
    }

    @Test
    void aBareMentionThatRepliesToSomebodyAsksAboutTheirMessage() {
        var inbound = router.route(message(BY_ADA, IN_GROUP, text("@my_bot", "mention", "@my_bot") + "," + BY_BOB_500));

        assertThat(prompt(inbound, false)).isEqualTo("> Replying to the message of Bob:\n> It fails\n> in `main`");
        assertTold(message(BY_ADA, IN_GROUP, text("@my_bot", "mention", "@my_bot") + "," + MY_MESSAGE), "Say what");
    }

    @Test
    void aQuestionAskedWithACommandHasItsQuoteToo() {
        var inbound = (Inbound.Slash)
                router.route(message(BY_ADA, IN_GROUP, text("/ask why?", "bot_command", "/ask") + "," + BY_BOB_500));

        assertThat(inbound.attached(false))
                .containsExactly(new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", "It fails\nin `main`"));
        assertThat(inbound.whole()).isEqualTo("why?");
    }

    @Test
    void aCommandInTheMiddleOfATextIsText() {
        var inbound = router.route(message(BY_ADA, IN_PRIVATE, text("what does /status do", "bot_command", "/status")));

        assertThat(asked(inbound).text()).isEqualTo("what does /status do");
    }

    @Test
    void aMentionIsStripped() {
        var inbound = router.route(message(BY_ADA, IN_GROUP, text("@My_Bot run the tests", "mention", "@My_Bot")));

        assertThat(asked(inbound).text()).isEqualTo("run the tests");
        assertThat(asked(inbound).source().chatName()).isEqualTo(new ChatName("Dev", null));
        assertThat(asked(inbound).source().caller().overview()).isFalse();
    }

    @Test
    void aCommandRightAfterTheMentionIsInvokedAndAnyOtherSlashWordThereIsText() {
        var words = text("@My_Bot /status now") + ",'entities':[" + entity("mention", 0, 7) + ","
                + entity("bot_command", 8, 7) + "]";
        var inbound = (Inbound.Slash) router.route(message(BY_ADA, IN_GROUP, words));
        assertThat(inbound.name()).isEqualTo("status");
        assertThat(inbound.whole()).isEqualTo("now");

        var other = text("@My_Bot /weather now") + ",'entities':[" + entity("mention", 0, 7) + ","
                + entity("bot_command", 8, 8) + "]";
        assertThat(prompt(router.route(message(BY_ADA, IN_GROUP, other)), false))
                .isEqualTo("/weather now");
    }

    @Test
    void aMentionByNameWithoutUsernameCounts() {
        var entities = ",'entities':[{'type':'text_mention','offset':4,'length':3,"
                + "'user':{'id':42,'is_bot':true,'first_name':'Bot'}}]";
        var inbound = router.route(message(BY_ADA, IN_GROUP, text("hey Bot, stop it") + entities));

        assertThat(asked(inbound).text()).isEqualTo("hey , stop it");
    }

    @Test
    void aMentionOfSomebodyElseIsNotMeantForTheBot() {
        assertOverheard(message(BY_ADA, IN_GROUP, text("@my_bot2 run", "mention", "@my_bot2")));
        assertOverheard(message(BY_ADA, IN_GROUP, text("@my_bot is a name here")));
    }

    @Test
    void aBareMentionIsAnsweredByASentence() {
        assertTold(message(BY_ADA, IN_GROUP, text("@my_bot", "mention", "@my_bot")), "Say what you need");
    }

    @Test
    void aReplyToTheBotIsMeantForIt() {
        var inbound = router.route(message(BY_ADA, IN_GROUP, text("go on") + "," + MY_MESSAGE));

        assertThat(asked(inbound).text()).isEqualTo("go on");
        assertThat(asked(inbound).repliesTo()).isEqualTo(500);
    }

    @Test
    void aReplyToSomebodyElseIsNot() {
        var other = ",'reply_to_message':{'message_id':500,'date':1," + IN_GROUP + "," + BY_EVE + ",'text':'hm'}";

        assertOverheard(message(BY_ADA, IN_GROUP, text("yes") + other));
    }

    @Test
    void theRootOfATopicIsNoReply() {
        var root = ",'is_topic_message':true,'message_thread_id':77,'reply_to_message':{'message_id':77,'date':1,"
                + IN_GROUP + ",'from':{'id':42,'is_bot':true,'first_name':'Bot'},"
                + "'forum_topic_created':{'name':'tests','icon_color':7322096}}";

        assertOverheard(message(BY_ADA, IN_GROUP, text("what do you think, all?") + root));
        var command = router.route(message(BY_ADA, IN_GROUP, text("@my_bot why", "mention", "@my_bot") + root));
        assertThat(asked(command).repliesTo()).isZero();
    }

    @Test
    void aTopicIsAChatOfItsOwn() {
        var inbound = router.route(message(
                BY_ADA,
                IN_GROUP,
                text("/status", "bot_command", "/status") + ",'is_topic_message':true,'message_thread_id':77"));

        assertThat(((Inbound.Slash) inbound).source().chat()).isEqualTo(new ChatId(GROUP, 77));
    }

    @Test
    void aTopicInPrivateIsAChatOfItsOwn() {
        var inbound = router.route(
                message(BY_ADA, IN_PRIVATE, text("hi") + ",'is_topic_message':true,'message_thread_id':9"));

        assertThat(asked(inbound).source().chat()).isEqualTo(new ChatId(ADA, 9));
        assertThat(asked(inbound).source().caller().overview()).isTrue();
    }

    @Test
    void aThreadOfRepliesIsNoTopic() {
        var inbound = router.route(message(BY_ADA, IN_GROUP, text("go on") + ",'message_thread_id':77," + MY_MESSAGE));

        assertThat(asked(inbound).source().chat()).isEqualTo(ChatId.of(GROUP));
    }

    @Test
    void theGeneralTopicIsTheGroupItself() {
        var forum = "'chat':{'id':-1001,'type':'supergroup','title':'Dev','is_forum':true}";
        var inbound = router.route(message(BY_ADA, forum, text("/status", "bot_command", "/status")));

        assertThat(((Inbound.Slash) inbound).source().chat()).isEqualTo(ChatId.of(GROUP));
    }

    @Test
    void aStrangerIsNamedInPrivateAndIgnoredInGroups() {
        var inbound = router.route(
                message(BY_EVE, "'chat':{'id':222,'type':'private','first_name':'Eve'}", text("let me in")));

        assertThat(((Inbound.Stranger) inbound).userId()).isEqualTo(EVE);
        assertPassedOver(message(BY_EVE, IN_GROUP, text("@my_bot let me in", "mention", "@my_bot")));
        assertPassedOver(message(BY_EVE, IN_GROUP, text("/status", "bot_command", "/status")));
    }

    @Test
    void anEmptyListIsNobody() {
        var closed = new UpdateRouter(ME, AccessPolicy.of(Set.of()), SlashCommands.installed());

        assertThat(closed.route(message(BY_ADA, IN_PRIVATE, text("hi")))).isInstanceOf(Inbound.Stranger.class);
    }

    @Test
    void aBotIsNeverServedThoughItsIdIsOnTheList() {
        var bot = "'from':{'id':111,'is_bot':true,'first_name':'Robot'}";

        assertPassedOver(message(bot, IN_GROUP, text("@my_bot hi", "mention", "@my_bot")));
    }

    @Test
    void anonymousAdminsAndChannelsAreNamelessWhenTheyAddressTheBot() {
        var anonymous = "'from':{'id':1087968824,'is_bot':true,'first_name':'Group'},"
                + "'sender_chat':{'id':-1001,'type':'supergroup','title':'Dev'}";

        assertThat(router.route(message(anonymous, IN_GROUP, text("/status", "bot_command", "/status"))))
                .isInstanceOf(Inbound.Nameless.class);
        assertPassedOver(message(
                anonymous, IN_GROUP, text("/status", "bot_command", "/status") + ",'is_automatic_forward':true"));
        assertPassedOver(message(anonymous, IN_GROUP, text("good morning")));
        assertPassedOver(message(anonymous, IN_GROUP, text("/ban@other_bot", "bot_command", "/ban@other_bot")));
        assertPassedOver(message(anonymous, IN_GROUP, text("/weather", "bot_command", "/weather")));
    }

    @Test
    void channelPostsAndWhatIsNoMessageAreIgnored() {
        var post = "{'message_id':1,'date':1795340000,'chat':{'id':-1002,'type':'channel','title':'News'},'text':'x'}";

        assertPassedOver(update(7, "'channel_post':" + post));
        assertPassedOver(update(7, "'edited_channel_post':" + post));
        assertPassedOver(update(7, "'poll':{'id':'1','question':'?','options':[],'total_voter_count':0}"));
        assertPassedOver(update(7, "'something_new':{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'dice':{'emoji':'x','value':3}", "'rich_message':{'blocks':[]}"})
    void whatCannotBeTakenGetsOneSentence(String fields) {
        assertTold(
                message(BY_ADA, IN_PRIVATE, fields),
                "I can't read this kind of message yet. Please describe it in text.");
        assertPassedOver(message(BY_ADA, IN_GROUP, fields));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'new_chat_members':[{'id':42,'is_bot':true,'first_name':'Bot'}]",
                "'left_chat_member':{'id':5,'is_bot':false,'first_name':'Bob'}",
                "'new_chat_title':'Dev2'",
                "'migrate_from_chat_id':-5",
                "'group_chat_created':true",
                "'pinned_message':{'message_id':1,'date':0,'chat':{'id':111,'type':'private'}}",
                "'forum_topic_edited':{'icon_custom_emoji_id':'5'}",
                "'forum_topic_closed':{}",
                "'message_auto_delete_timer_changed':{'message_auto_delete_time':86400}",
                "'write_access_allowed':{'from_request':true}"
            })
    void aServiceMessageIsPassedOver(String fields) {
        assertPassedOver(message(BY_ADA, IN_GROUP, fields));
        assertPassedOver(message(BY_ADA, IN_PRIVATE, fields));
    }

    @Test
    void aTopicsNameIsHeardWhoeverGivesIt() {
        var inTopic = ",'is_topic_message':true,'message_thread_id':77";
        var topic = new ChatId(GROUP, 77);

        assertThat(router.route(message(
                        BY_EVE, IN_GROUP, "'forum_topic_created':{'name':'tests','icon_color':7322096}" + inTopic)))
                .isEqualTo(new Inbound.TopicNamed(topic, "tests", true));
        assertThat(router.route(message(BY_EVE, IN_GROUP, "'forum_topic_edited':{'name':'bugs'}" + inTopic)))
                .isEqualTo(new Inbound.TopicNamed(topic, "bugs", false));
        assertThat(router.route(message(BY_ADA, IN_GROUP, "'forum_topic_edited':{'name':'Lobby'}")))
                .isEqualTo(new Inbound.TopicNamed(ChatId.of(GROUP), "Lobby", false));
        assertPassedOver(message(BY_EVE, IN_GROUP, "'forum_topic_edited':{'name':' \u202e\u3164'}" + inTopic));
    }

    @Test
    void aMessageTellsTheFirstNameOfItsTopic() {
        var forum = "'chat':{'id':-1001,'type':'supergroup','title':'Dev','is_forum':true}";
        var inTopic = ",'is_topic_message':true,'message_thread_id':77";
        var created = ",'reply_to_message':{'message_id':77,'date':1," + BY_EVE + "," + forum + inTopic
                + ",'forum_topic_created':{'name':'tests','icon_color':7322096}}";
        var ask = text("/ask hi", "bot_command", "/ask");

        assertThat(nameIn(forum, ask + inTopic + created)).isEqualTo(new ChatName("Dev", "tests"));
        assertThat(nameIn(forum, ask + inTopic)).isEqualTo(new ChatName("Dev", null));
        assertThat(nameIn(forum, ask)).isEqualTo(new ChatName("Dev", "General"));
        assertThat(nameIn(IN_GROUP, ask)).isEqualTo(new ChatName("Dev", null));
        assertThat(nameIn(IN_PRIVATE, ask + inTopic + created)).isEqualTo(new ChatName("Ada King", "tests"));
    }

    private ChatName nameIn(String chat, String fields) {
        return ((Inbound.Slash) router.route(message(BY_ADA, chat, fields)))
                .source()
                .chatName();
    }

    @Test
    void aButtonOfAnotherTopicTellsNothingOfThatTopicsName() {
        var forum = "'chat':{'id':-1001,'type':'supergroup','title':'Dev','is_forum':true}";
        var pressed = router.route(press(BY_ADA, body(fromMe(), forum, text("May I?")), "t77|q|k|y"));

        assertThat(((Inbound.Press) pressed).source().chatName()).isEqualTo(new ChatName("Dev", null));
    }

    @Test
    void aGroupThatBecomesASupergroupMigrates() {
        var group = "'chat':{'id':-5,'type':'group','title':'Dev'}";

        assertThat(router.route(message(BY_EVE, group, "'migrate_to_chat_id':-1001")))
                .isEqualTo(new Inbound.Migrated(ChatId.of(-5), ChatId.of(GROUP)));
    }

    @Test
    void aButtonIsPressed() {
        var inbound = router.route(press(BY_ADA, body(fromMe(), IN_GROUP, text("May I?"))));

        var source = new Inbound.Source(
                7,
                ChatId.of(GROUP),
                512,
                new Caller("111", "Ada King", Caller.Role.OWNER, false),
                new ChatName("Dev", null),
                SAID_AT,
                EntityText.plain("May I?"),
                "");
        assertThat(inbound).isEqualTo(new Inbound.Press(source, "cb", "q|k|y"));
    }

    @Test
    void aButtonInATopicBelongsToTheTopic() {
        var inbound = router.route(press(
                BY_ADA, body(fromMe(), IN_GROUP, text("May I?") + ",'is_topic_message':true,'message_thread_id':77")));

        assertThat(((Inbound.Press) inbound).source().chat()).isEqualTo(new ChatId(GROUP, 77));
    }

    @Test
    void aTopicsButtonBelongsToItWhereverItStands() {
        var inbound =
                (Inbound.Press) router.route(press(BY_ADA, body(fromMe(), IN_GROUP, text("May I?")), "t77|q|k|y"));

        assertThat(inbound.source().chat()).isEqualTo(new ChatId(GROUP, 77));
        assertThat(inbound.data()).isEqualTo("q|k|y");
    }

    @Test
    void aForumsFirstTopicIsTheGroupItself() {
        var inbound = router.route(message(
                BY_ADA,
                IN_GROUP,
                text("/status", "bot_command", "/status") + ",'is_topic_message':true,'message_thread_id':1"));

        assertThat(((Inbound.Slash) inbound).source().chat()).isEqualTo(ChatId.of(GROUP));
    }

    @Test
    void aStrangersPressIsRefused() {
        assertThat(router.route(press(BY_EVE, body(fromMe(), IN_GROUP, text("May I?")))))
                .isEqualTo(new Inbound.StrangePress(
                        ChatId.of(GROUP), new Caller("222", "Eve", Caller.Role.USER, false), "cb"));
    }

    @Test
    void aPressUnderAMessageThatIsGoneIsStale() {
        assertThat(router.route(press(BY_ADA, "{'message_id':512,'date':0," + IN_GROUP + "}")))
                .isEqualTo(new Inbound.StalePress("cb"));
    }

    @Test
    void onJoiningTheBotSaysWhatItHears() {
        assertTold(joins(BY_ADA, "member"), "commands and replies to my messages");
        assertThat(router(true).route(joins(BY_ADA, "member")))
                .isInstanceOfSatisfying(
                        Inbound.Tell.class, tell -> assertThat(tell.text()).contains("@my_bot"));
    }

    @Test
    void anAdministratorHearsEverything() {
        assertTold(joins(BY_ADA, "administrator"), "when you mention me (@my_bot)");
    }

    @Test
    void beingAddedByAStrangerOrRemovedSaysNothing() {
        assertPassedOver(joins(BY_EVE, "member"));
        assertPassedOver(membership(BY_ADA, IN_GROUP, "member", "left"));
        assertPassedOver(membership(BY_ADA, IN_GROUP, "member", "administrator"));
        assertPassedOver(membership(BY_ADA, IN_PRIVATE, "kicked", "member"));
    }

    private static UpdateRouter router(boolean hearsAll) {
        return new UpdateRouter(
                new UpdateRouter.Me(ME.id(), ME.username(), hearsAll), ADA_ONLY, SlashCommands.installed());
    }

    /** What Claude reads. */
    private static String prompt(Inbound inbound, boolean isKnown) {
        return Content.text(asked(inbound).content(isKnown));
    }

    private static Inbound.Ask asked(Inbound inbound) {
        return (Inbound.Ask) inbound;
    }

    private void assertOverheard(Update update) {
        assertThat(router.route(update)).isInstanceOf(Inbound.Overheard.class);
    }

    private void assertPassedOver(Update update) {
        assertThat(router.route(update)).isInstanceOf(Inbound.Nothing.class);
    }

    private void assertTold(Update update, String part) {
        assertThat(router.route(update))
                .isInstanceOfSatisfying(
                        Inbound.Tell.class, tell -> assertThat(tell.text()).contains(part));
    }

    private static String fromMe() {
        return "'from':{'id':42,'is_bot':true,'first_name':'Bot'}";
    }

    private static Update press(String by, String message) {
        return press(by, message, "q|k|y");
    }

    private static Update press(String by, String message, String data) {
        return update(
                7,
                "'callback_query':{'id':'cb'," + by + ",'chat_instance':'1','data':'" + data + "','message':" + message
                        + "}");
    }

    private static Update joins(String by, String status) {
        return membership(by, IN_GROUP, "left", status);
    }

    private static Update membership(String by, String in, String before, String now) {
        return update(
                7,
                "'my_chat_member':{'date':1795340000," + by + "," + in + ",'old_chat_member':" + member(before)
                        + ",'new_chat_member':" + member(now) + "}");
    }

    private static String member(String status) {
        return "{'status':'" + status + "','user':{'id':42,'is_bot':true,'first_name':'Bot'}}";
    }
}
