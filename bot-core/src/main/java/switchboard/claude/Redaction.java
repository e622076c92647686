package switchboard.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import switchboard.claude.wire.Incoming;
import switchboard.model.Disclosure;
import switchboard.model.Secrets;

/**
 * Strikes secrets out of what Claude says and asks, before it is stored, cut into messages or shown. It holds back the end of
 * streamed text if a secret may begin there; the whole block, which follows, contains that end. Used by one actor.
 */
final class Redaction {

    private final Secrets secrets;
    private String held = "";

    Redaction(Secrets secrets) {
        this.secrets = secrets;
    }

    Incoming of(Incoming line) {
        return switch (line) {
            case Incoming.TextDelta delta -> new Incoming.TextDelta(next(delta.text()));
            case Incoming.MessageStart start -> {
                held = "";
                yield start;
            }
            case Incoming.Assistant said -> {
                held = "";
                yield new Incoming.Assistant(
                        said.blocks().stream().map(this::block).toList(),
                        said.parent(),
                        said.error(),
                        said.contextTokens());
            }
            case Incoming.Result end ->
                new Incoming.Result(
                        end.failed(),
                        end.terminalReason(),
                        end.apiStatus(),
                        secrets.strike(end.text()),
                        end.errors().stream().map(secrets::strike).toList(),
                        end.uuids(),
                        end.outputTokens(),
                        end.contextWindow(),
                        end.usd());
            case Incoming.Ask ask -> ask.withInput(strike(ask.input())).with(strike(ask.disclosure()));
            case Incoming.ToolCall call ->
                new Incoming.ToolCall(
                        call.requestId(), call.rpcId(), call.tool(), call.toolUseId(), strike(call.arguments()));
            default -> line;
        };
    }

    private String next(String delta) {
        var text = secrets.strike(held + delta);
        var shown = text.length() - secrets.begun(text);
        held = text.substring(shown);
        return text.substring(0, shown);
    }

    private Incoming.Block block(Incoming.Block block) {
        return switch (block) {
            case Incoming.Text text -> new Incoming.Text(secrets.strike(text.text()));
            case Incoming.ToolUse use -> new Incoming.ToolUse(use.id(), use.name(), strike(use.input()));
        };
    }

    private Disclosure strike(Disclosure disclosure) {
        return new Disclosure(
                disclosure.remarks().stream().map(secrets::strike).toList(),
                disclosure.texts().stream()
                        .map(text -> new Disclosure.Text(text.path(), secrets.strike(text.content())))
                        .toList(),
                disclosure.complete());
    }

    /** JSON without secrets, whatever was read before. */
    JsonNode strike(JsonNode json) {
        return switch (json) {
            case TextNode text -> TextNode.valueOf(secrets.strike(text.textValue()));
            case ObjectNode object -> {
                var struck = StreamJson.object();
                object.properties()
                        .forEach(member -> struck.set(secrets.strike(member.getKey()), strike(member.getValue())));
                yield struck;
            }
            case ArrayNode array -> {
                var struck = array.arrayNode(array.size());
                array.forEach(each -> struck.add(strike(each)));
                yield struck;
            }
            default -> json;
        };
    }
}
