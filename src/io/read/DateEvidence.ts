/** In which format the dates of a file are written: decided over all its cells, never cell by cell. */
import { type DateFormat, type DateText, dayOfDigits } from "./cellDate.ts"

export interface DateVerdict {
  readonly format: DateFormat
  /** stamps at midnight of their own offset are dates; false: they are instants like the others */
  readonly midnightsAreDates: boolean
}

export class DateEvidence {
  private iso = 0
  private digits = 0
  private seconds = 0
  private milliseconds = 0
  private onlyUs = 0
  private onlyEu = 0
  private either = 0
  private dotted = 0
  private midnights = 0
  private otherTimes = 0

  add(text: DateText): void {
    if (text.shape === "integer") this.addInteger(text.value)
    else {
      if (text.shape === "iso") this.iso++
      else {
        if (text.isDotted) this.dotted++
        if (text.us === undefined) this.onlyEu++
        else if (text.eu === undefined) this.onlyUs++
        else this.either++
      }
      if (text.time?.offsetMinutes !== undefined) this.addTime(text.time.milliseconds === 0)
    }
  }

  addInteger(value: number): void {
    if (dayOfDigits(value) !== undefined) this.digits++
    else {
      // 1e11 s is the year 5138, 1e11 ms is 1973: daily data lie well on one side
      const isSeconds = Math.abs(value) < 1e11
      if (isSeconds) this.seconds++
      else this.milliseconds++
      this.addTime(value % (isSeconds ? 86_400 : 86_400_000) === 0)
    }
  }

  addTime(isMidnight: boolean): void {
    if (isMidnight) this.midnights++
    else this.otherTimes++
  }

  /** @param stated overrides what the cells say */
  verdict(stated?: DateFormat): DateVerdict | "no_date" | "ambiguous" {
    const format = stated ?? this.format()
    if (format === "no_date" || format === "ambiguous") return format
    return { format, midnightsAreDates: this.midnights >= this.otherTimes }
  }

  private format(): DateFormat | "no_date" | "ambiguous" {
    const parts = this.onlyUs + this.onlyEu + this.either
    const integers = this.digits + this.seconds + this.milliseconds
    const most = Math.max(this.iso, parts, integers)
    if (most === 0) return "no_date"
    if (most === this.iso) return "iso"
    if (most === integers) {
      if (this.digits === Math.max(this.digits, this.seconds, this.milliseconds)) return "yyyymmdd"
      return this.seconds >= this.milliseconds ? "epoch_s" : "epoch_ms"
    }
    if (this.onlyUs === this.onlyEu) return this.dotted > parts / 2 ? "eu" : "ambiguous"
    return this.onlyUs > this.onlyEu ? "us" : "eu"
  }
}
