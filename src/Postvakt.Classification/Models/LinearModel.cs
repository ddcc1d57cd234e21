using System.Numerics;
using System.Text;

namespace Postvakt.Classification.Models;

/// <summary>
/// A linear model: of each feature that it knows, a small whole number for each label. A label's sum is exact, so the same text has the same score on every machine. The form of the file stands in docs/classification.md.
/// </summary>
internal sealed class LinearModel
{
    /// <summary>Labels and features that a file may have: an operator's own file is read too.</summary>
    public const int MaxLabels = 200;
    public const int MaxFeatures = 2_000_000;

    /// <summary>A text of which fewer features are known counts as if it had these: three words prove nothing.</summary>
    public const int LeastKnown = 30;

    private const int MaxWeights = 64 << 20;
    private const int MaxName = 200;

    private static ReadOnlySpan<byte> Magic => "PVTXT001"u8;

    private readonly int[] _rows;
    private readonly uint[] _features;
    private readonly sbyte[] _weights;

    /// <param name="features">Ascending, none twice, none 0.</param>
    /// <param name="weights">For each feature one for each label.</param>
    public LinearModel(IReadOnlyList<string> languages, IReadOnlyList<string> topicLanguages, IReadOnlyList<ModelLabel> labels, uint[] features, sbyte[] weights)
    {
        (Languages, TopicLanguages, Labels, _features, _weights) = (languages, topicLanguages, labels, features, weights);
        _rows = new int[BitOperations.RoundUpToPowerOf2((uint)features.Length * 2 + 1)];
        for (var row = 0; row < features.Length; row++)
        {
            var at = Place(features[row]);
            while (_rows[at] != 0) at = (at + 1) & (_rows.Length - 1);
            _rows[at] = row + 1;
        }
    }

    /// <summary>Languages, by their English names, of texts that it was made from.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>Those of them in which it knows topics.</summary>
    public IReadOnlyList<string> TopicLanguages { get; }

    public IReadOnlyList<ModelLabel> Labels { get; }

    public int Features => _features.Length;

    /// <summary>For each label the sum before the last step; how many features are known is taken out by its square root.</summary>
    public void Sum(ReadOnlySpan<uint> features, Span<double> sums)
    {
        var count = Labels.Count;
        Span<int> whole = stackalloc int[count];
        whole.Clear();
        var known = 0;
        foreach (var feature in features)
        {
            var row = RowOf(feature);
            if (row < 0) continue;
            known++;
            var weights = _weights.AsSpan(row * count, count);
            for (var i = 0; i < weights.Length; i++) whole[i] += weights[i];
        }
        var length = Math.Sqrt(Math.Max(known, LeastKnown));
        for (var i = 0; i < count; i++) sums[i] = Labels[i].Bias + whole[i] * (double)Labels[i].Scale / length;
    }

    private int RowOf(uint feature)
    {
        for (var at = Place(feature); _rows[at] != 0; at = (at + 1) & (_rows.Length - 1))
            if (_features[_rows[at] - 1] == feature) return _rows[at] - 1;
        return -1;
    }

    private int Place(uint feature) => (int)(feature & (uint)(_rows.Length - 1));

    public void Write(Stream to)
    {
        using var writer = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        foreach (var languages in (IReadOnlyList<string>[])[Languages, TopicLanguages])
        {
            writer.Write(languages.Count);
            foreach (var language in languages) writer.Write(language);
        }
        writer.Write(Labels.Count);
        foreach (var label in Labels)
        {
            writer.Write((byte)label.Kind);
            writer.Write(label.Name);
            foreach (var number in (float[])[label.Bias, label.Scale, label.Denied, label.Low, label.Medium, label.High]) writer.Write(number);
        }
        writer.Write(_features.Length);
        foreach (var feature in _features) writer.Write(feature);
        writer.Write((byte[])(Array)_weights);
    }

    /// <returns>Null with what is wrong when the file is none of ours or broken.</returns>
    public static LinearModel? Read(Stream from, out string? wrong)
    {
        try
        {
            using var reader = new BinaryReader(from, Encoding.UTF8, leaveOpen: true);
            wrong = null;
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic)) return Refuse("it is not a model of texts", out wrong);
            var (languages, topicLanguages) = (Names(reader), Names(reader));
            var labels = new ModelLabel[Count(reader, MaxLabels)];
            for (var i = 0; i < labels.Length; i++)
            {
                var kind = (LabelKind)reader.ReadByte();
                if (!Enum.IsDefined(kind)) return Refuse("it has a label of an unknown kind", out wrong);
                labels[i] = new(kind, Name(reader), Number(reader), Number(reader), Number(reader), Number(reader), Number(reader), Number(reader));
            }
            var features = new uint[Count(reader, MaxFeatures)];
            for (var i = 0; i < features.Length; i++)
            {
                features[i] = reader.ReadUInt32();
                if (i == 0 ? features[i] == 0 : features[i] <= features[i - 1]) return Refuse("its features are not in order", out wrong);
            }
            if ((long)features.Length * labels.Length > MaxWeights) return Refuse("it is too large", out wrong);
            var weights = new byte[features.Length * labels.Length];
            reader.BaseStream.ReadExactly(weights);
            if (from.ReadByte() >= 0) return Refuse("it is too long", out wrong);
            return new(languages, topicLanguages, labels, features, (sbyte[])(Array)weights);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or DecoderFallbackException)
        {
            return Refuse("it is cut off or broken", out wrong);
        }
    }

    private static LinearModel? Refuse(string because, out string? wrong)
    {
        wrong = because;
        return null;
    }

    private static int Count(BinaryReader reader, int most) => reader.ReadInt32() is var count && count >= 0 && count <= most ? count : throw new InvalidDataException();

    private static string[] Names(BinaryReader reader)
    {
        var names = new string[Count(reader, MaxLabels)];
        for (var i = 0; i < names.Length; i++) names[i] = Name(reader);
        return names;
    }

    private static string Name(BinaryReader reader)
    {
        var name = reader.ReadString();
        return name.Length is > 0 and <= MaxName ? name : throw new InvalidDataException();
    }

    private static float Number(BinaryReader reader) => reader.ReadSingle() is var number && float.IsFinite(number) ? number : throw new InvalidDataException();
}
