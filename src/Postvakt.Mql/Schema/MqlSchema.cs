using System.Reflection;

namespace Postvakt.Mql.Schema;

/// <summary>What rules may name: objects with their fields, functions, lists. Immutable; the text form is explained in <c>message.schema</c>.</summary>
public sealed class MqlSchema
{
    private static readonly Lazy<MqlSchema> Shipped = new(() => Read("message.schema", ShippedText()));

    private readonly IReadOnlyList<(string Name, string Text)> _texts;

    private MqlSchema(IReadOnlyList<(string Name, string Text)> texts)
    {
        _texts = texts;
        var reader = new SchemaReader();
        foreach (var (name, text) in texts) reader.Add(name, text);
        (Types, Functions, Lists) = reader.Build();
        Root = Types["Message"];
    }

    /// <summary>The message model of the public rules.</summary>
    public static MqlSchema Message => Shipped.Value;

    public IReadOnlyDictionary<string, MqlObjectType> Types { get; }

    public IReadOnlyDictionary<string, MqlSignature> Functions { get; }

    /// <summary>Types of the items of lists that hold something else than texts.</summary>
    public IReadOnlyDictionary<string, MqlType> Lists { get; }

    /// <summary>What a rule begins with: the type <c>Message</c>.</summary>
    public MqlObjectType Root { get; }

    /// <summary>This schema with more: new types and functions, and <c>type Message</c> again with further fields.</summary>
    /// <exception cref="FormatException">The text is broken; the message names the line.</exception>
    public MqlSchema With(string name, string text) => new([.. _texts, (name, text)]);

    /// <exception cref="FormatException">The text is broken, or has no type <c>Message</c>.</exception>
    public static MqlSchema Read(string name, string text) => new([(name, text)]);

    private static string ShippedText()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postvakt.Mql.Schema.message.schema")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
