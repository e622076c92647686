package switchboard.claude.standin;

import static switchboard.claude.standin.Scenes.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import switchboard.claude.StreamJson;
import switchboard.model.Markdown;
import switchboard.model.Rule;

/** Scenes in which a person is asked: a permission, questions, a plan. Pure. */
final class AskingScenes {

    private static final Rule RULE = new Rule("Bash", "git commit *");
    private static final String COMMAND = "git commit -m \"Say hello\"";
    private static final String PLAN_MODE = "plan";

    private AskingScenes() {}

    // A permission

    static List<Step> permission(Situation situation) {
        if (situation.rules().contains(RULE.text())) {
            return unasked("I did not ask: " + Markdown.code(RULE.text()) + " is always allowed here. /rules shows and "
                    + "revokes it.");
        }
        if (situation.mode().equals("bypassPermissions")) {
            return unasked("I did not ask: in this chat's permission mode Claude never asks.");
        }
        return List.of(
                say("I ask for the permission to run " + Markdown.code(COMMAND)
                        + ". Whatever you say, I do not run it: " + "this only shows how the question looks."),
                new Step.Ask(
                        "permission",
                        "Bash",
                        bash(),
                        suggestions(),
                        situation.mode().equals(PLAN_MODE),
                        AskingScenes::permitted));
    }

    private static List<Step> unasked(String why) {
        return List.of(
                new Step.BeginTool("permission", "Bash", bash(), null),
                new Step.EndTool("permission", "(stand-in: not run)", false),
                say(why + " (And I did not run " + Markdown.code(COMMAND) + " either; I run nothing.)"));
    }

    private static ObjectNode bash() {
        return StreamJson.object().put("command", COMMAND).put("description", "Commit the greeting");
    }

    private static ArrayNode suggestions() {
        var suggestions = array();
        var rule = suggestions.addObject().put("type", "addRules");
        rule.putArray("rules").addObject().put("toolName", RULE.toolName()).put("ruleContent", RULE.ruleContent());
        rule.put("behavior", "allow").put("destination", "localSettings");
        return suggestions;
    }

    private static List<Step> permitted(JsonNode answer) {
        if (isDenied(answer)) {
            return List.of(denied("permission", answer), say("You denied it. Claude is told:\n\n" + quoted(answer)));
        }
        var always = answer.path("updatedPermissions").findValuesAsText("ruleContent");
        return List.of(
                new Step.EndTool("permission", "(stand-in: not run)", false),
                say(
                        always.isEmpty()
                                ? "You allowed it this once. Claude would have run it now; I did not."
                                : "You allowed it, and " + Markdown.code(RULE.text()) + " for good in this chat: say "
                                        + "`permission` again and I do not ask. Claude would have run it now; I did not."));
    }

    // Questions

    static List<Step> question() {
        var questions = array();
        ask(questions, "Language", "Which language shall the example be in?", false)
                .add(option("Java", "Records and sealed interfaces"))
                .add(option("Python", "Short and well known"))
                .add(option("Rust", "Strict and fast"));
        ask(questions, "Checks", "Which checks shall run?", true)
                .add(option("Tests", "All unit tests"))
                .add(option("Format", "The formatter, in check mode"))
                .add(option("Lint", "The linter with its standard rules"))
                .add(option("Docs", "Links and examples in the documentation"));
        ask(questions, "When", "When shall it be done?", false)
                .add(option("Now", "Right after your answer"))
                .add(option("Later", "Once the other work is merged"));
        var input = StreamJson.object();
        input.set("questions", questions);
        return List.of(
                say("I have three questions. Nothing follows from the answers; I only repeat them."),
                new Step.Ask("question", "AskUserQuestion", input, array(), false, AskingScenes::answered));
    }

    private static ArrayNode ask(ArrayNode questions, String header, String question, boolean many) {
        return questions
                .addObject()
                .put("question", question)
                .put("header", header)
                .put("multiSelect", many)
                .putArray("options");
    }

    private static ObjectNode option(String label, String description) {
        return StreamJson.object().put("label", label).put("description", description);
    }

    private static List<Step> answered(JsonNode answer) {
        if (isDenied(answer)) {
            return List.of(denied("question", answer), say("You did not answer. Claude is told:\n\n" + quoted(answer)));
        }
        var input = answer.path("updatedInput");
        var lines = StreamSupport.stream(input.path("questions").spliterator(), false)
                .map(each -> each.path("question").asText())
                .map(question -> "* " + Markdown.text(question) + " **"
                        + Markdown.text(input.path("answers").path(question).asText("no answer")) + "**")
                .collect(Collectors.joining("\n"));
        return List.of(
                new Step.EndTool("question", "Your questions have been answered.", false),
                say("Your answers:\n\n" + lines));
    }

    // A plan

    static List<Step> plan(Situation situation) {
        var planning = situation.mode().equals(PLAN_MODE);
        var steps = new ArrayList<Step>();
        steps.add(say(
                "Claude plans first and asks before it begins. The plan is an example, and none of it will be done."));
        if (!planning) {
            steps.add(new Step.BeginTool("enter", "EnterPlanMode", StreamJson.object(), null));
            steps.add(new Step.ChangeMode(PLAN_MODE));
            steps.add(new Step.EndTool("enter", "Entered plan mode.", false));
        }
        var input = StreamJson.object().put("plan", Texts.PLAN);
        var before = planning ? "default" : situation.mode();
        steps.add(new Step.Ask("plan", "ExitPlanMode", input, array(), false, answer -> approved(answer, before)));
        return steps;
    }

    private static List<Step> approved(JsonNode answer, String before) {
        if (isDenied(answer)) {
            return List.of(
                    denied("plan", answer),
                    say("We keep planning, and this chat stays in plan mode (/mode changes it). Claude is told:\n\n"
                            + quoted(answer)));
        }
        var chosen = answer.path("updatedPermissions").findValuesAsText("mode");
        var mode = chosen.isEmpty() ? before : chosen.getFirst();
        return List.of(
                new Step.ChangeMode(mode),
                new Step.EndTool("plan", "User has approved the plan.", false),
                say("You approved the plan, and the permission mode is " + Markdown.code(mode)
                        + " now. Claude would begin; I do nothing."));
    }

    // Answers

    private static boolean isDenied(JsonNode answer) {
        return !answer.path("behavior").asText().equals("allow");
    }

    private static Step denied(String ref, JsonNode answer) {
        return new Step.EndTool(ref, answer.path("message").asText(), true);
    }

    private static String quoted(JsonNode answer) {
        return "> " + Markdown.text(answer.path("message").asText());
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }
}
