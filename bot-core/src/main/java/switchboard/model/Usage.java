package switchboard.model;

/**
 * What a chat has used.
 *
 * @param turns ended turns, of all its sessions
 * @param usd price of all its sessions
 * @param outputTokens tokens written, over all its sessions
 * @param sessionUsd price of what was asked since the present session was entered
 * @param contextTokens tokens in the present session's context
 * @param contextWindow tokens that context holds
 */
public record Usage(
        long turns, double usd, long outputTokens, double sessionUsd, long contextTokens, long contextWindow) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    public Usage plus(Cost cost) {
        return new Usage(
                turns + 1,
                usd + cost.usd(),
                outputTokens + cost.outputTokens(),
                sessionUsd + cost.usd(),
                cost.contextTokens() > 0 ? cost.contextTokens() : contextTokens,
                cost.contextWindow() > 0 ? cost.contextWindow() : contextWindow);
    }

    public Usage inNewSession() {
        return new Usage(turns, usd, outputTokens, 0, 0, 0);
    }
}
