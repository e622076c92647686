package switchboard.model;

/**
 * The cost of one turn.
 *
 * @param millis from the permit to the end
 * @param tools tool calls
 * @param outputTokens tokens written
 * @param contextTokens tokens in the context at the end, 0 if unknown
 * @param contextWindow tokens the context holds, 0 if unknown
 * @param usd price in US dollars, as the CLI reckons it
 */
public record Cost(long millis, int tools, long outputTokens, long contextTokens, long contextWindow, double usd) {
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);
}
