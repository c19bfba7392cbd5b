using System.Globalization;

namespace MctsAspire.MetaControllerService.Training.Charts;

/// <summary>Maps values to pixels, with marks at round numbers.</summary>
internal sealed class Axis
{
    private const int MostMarks = 6;

    private readonly double _from;
    private readonly double _to;
    private readonly double _pixelFrom;
    private readonly double _pixelTo;
    private readonly double _step;

    /// <summary>An axis that begins and ends at a mark.</summary>
    /// <param name="least">The least value that must fit.</param>
    /// <param name="most">The greatest value that must fit.</param>
    /// <param name="pixelFrom">Where the least mark is.</param>
    /// <param name="pixelTo">Where the greatest mark is.</param>
    /// <param name="whole">Whether marks are whole numbers alone.</param>
    public Axis(double least, double most, double pixelFrom, double pixelTo, bool whole = false)
    {
        var range = most > least ? most - least : Math.Max(Math.Abs(least), 1);
        var rough = range / (MostMarks - 1);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        _step = new[] { 1.0, 2, 5, 10 }.Select(factor => factor * magnitude).First(step => step >= rough * (1 - 1e-9));
        if (whole)
            _step = Math.Max(1, Math.Round(_step));
        _from = Math.Floor((least / _step) + 1e-9) * _step;
        _to = Math.Ceiling(((least + range) / _step) - 1e-9) * _step;
        (_pixelFrom, _pixelTo) = (pixelFrom, pixelTo);
    }

    /// <summary>The marks with their texts.</summary>
    public IEnumerable<(double Pixel, string Text)> Marks
    {
        get
        {
            var digits = Math.Max(0, (int)-Math.Floor(Math.Log10(_step) + 1e-9));
            var count = (int)Math.Round((_to - _from) / _step);
            for (var i = 0; i <= count; i++)
                yield return (Pixel(_from + (i * _step)), (_from + (i * _step)).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Where a value is.</summary>
    public double Pixel(double value) => _pixelFrom + ((value - _from) / (_to - _from) * (_pixelTo - _pixelFrom));
}
