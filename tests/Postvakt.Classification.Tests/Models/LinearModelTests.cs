using Postvakt.Classification.Models;

namespace Postvakt.Classification.Tests.Models;

public sealed class LinearModelTests
{
    private static readonly ModelLabel[] Labels = [new(LabelKind.Intent, "benign", 0.5f, 0.01f, 0.1f, 0.2f, 0.4f, 0.9f), new(LabelKind.Topic, "Letters", -1, 0.02f, 0.1f, 0.2f, 0.4f, 0.9f)];

    [Fact]
    public void Read_WhatWasWritten_IsTheSameModel()
    {
        var model = LinearModel.Read(new MemoryStream(Written([3, 9])), out var wrong);
        Assert.Null(wrong);
        Assert.Equal(["english"], model!.Languages);
        Assert.Equal(Labels, model.Labels);
        var sums = new double[2];
        model.Sum([9, 4], sums);
        Assert.Equal(0.5 + 7 * 0.01f / Math.Sqrt(LinearModel.LeastKnown), sums[0], 6);
        Assert.Equal(-1 - 8 * 0.02f / Math.Sqrt(LinearModel.LeastKnown), sums[1], 6);
    }

    [Fact]
    public void Read_CutOffAnywhere_IsRefusedWithASentence()
    {
        var whole = Written([3, 9]);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(LinearModel.Read(new MemoryStream(whole[..length]), out var wrong));
            Assert.NotEmpty(wrong!);
        }
    }

    [Theory]
    [InlineData(9u, 3u)]
    [InlineData(3u, 3u)]
    [InlineData(0u, 3u)]
    public void Read_FeaturesOutOfOrder_IsRefused(uint first, uint second)
    {
        Assert.Null(LinearModel.Read(new MemoryStream(Written([first, second])), out var wrong));
        Assert.Contains("order", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesBehindTheEnd_IsRefused() => Assert.Null(LinearModel.Read(new MemoryStream([.. Written([3, 9]), 0]), out _));

    [Fact]
    public void Read_EveryByteChangedInTurn_NeverThrows()
    {
        var whole = Written([3, 9]);
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var other in (byte[])[0, 0x7F, 0x80, 0xFF])
            {
                byte[] changed = [.. whole];
                changed[at] = other;
                var model = LinearModel.Read(new MemoryStream(changed), out var wrong);
                Assert.True(model is null ? wrong is { Length: > 0 } : wrong is null);
            }
        }
    }

    private static byte[] Written(uint[] features)
    {
        var file = new MemoryStream();
        new LinearModel(["english"], ["english"], Labels, features, [1, 2, 7, -8]).Write(file);
        return file.ToArray();
    }
}
