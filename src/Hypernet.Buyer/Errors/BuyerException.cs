namespace Hypernet.Buyer;

/// <summary>The root of what the buyer's library throws when it cannot keep a promise.</summary>
public abstract class BuyerException(string message, Exception? inner = null) : Exception(message, inner);
