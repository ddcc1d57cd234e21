namespace Postvakt.Protocols.Milter;

/// <summary>What the mail server tells beside the dialogue: queue id, login, TLS. By stage; a later stage overrides an earlier one.</summary>
public sealed class MilterMacros
{
    private const int Stages = (int)MilterStage.EndOfMessage + 1;
    private readonly byte[]?[] _stages = new byte[]?[Stages];

    internal MilterMacros() { }

    /// <summary>The value from the latest stage that named it; null if none did. Braces may be left out: "i", "{auth_authen}", "auth_authen".</summary>
    public string? this[string name]
    {
        get
        {
            for (var stage = Stages - 1; stage >= 0; stage--)
                if (MacroText.Find(_stages[stage], name) is { } value) return value;
            return null;
        }
    }

    /// <summary>The value at one stage; null if it was not sent there.</summary>
    public string? Find(MilterStage stage, string name) => MacroText.Find(_stages[(int)stage], name);

    /// <summary>All macros of a stage in the order they came, names without braces.</summary>
    public IEnumerable<KeyValuePair<string, string>> Of(MilterStage stage) => MacroText.All(_stages[(int)stage]);

    internal byte[]? Raw(MilterStage stage) => _stages[(int)stage];

    internal void Set(MilterStage stage, byte[]? raw) => _stages[(int)stage] = raw;

    /// <summary>What a new message on the same connection starts with: who connected and what it said.</summary>
    internal MilterMacros ForNextMessage()
    {
        var next = new MilterMacros();
        next.Set(MilterStage.Connect, Raw(MilterStage.Connect));
        next.Set(MilterStage.Helo, Raw(MilterStage.Helo));
        return next;
    }
}
